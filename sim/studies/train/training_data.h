#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "core/data/dataset.h"
#include "core/objectives/sign_labels.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// Where the samples to test on come from: a file of their own, or a part of the data; neither:
/// there are none.
struct TestSource {
  std::optional<std::string> file;
  std::optional<double> fraction;  ///< Above 0 and below 1.
};

/// Samples of two classes, with labels -1 and 1.
struct TrainingData {
  Dataset training;
  std::optional<Dataset> test;  ///< A test set with the features of the training data.
  LabelPair labels;             ///< As they stand in the files.
  /// Features in the file to test on, where they are more: there is nothing to learn of the rest.
  std::size_t test_features = 0;
};

/// Reads the data set of the objective and what to test on; `seed` decides who is in which part.
/// Throws InputError for files that cannot be read or have other labels, and where a part is left
/// without samples.
TrainingData read_training_data(const proto::Objective& objective, const TestSource& test,
                                std::uint64_t seed);

}  // namespace hogtie
