#include "sim/studies/train/training_data.h"

#include <utility>

#include "core/data/check_magnitudes.h"
#include "core/data/read_dataset.h"
#include "core/data/split_dataset.h"
#include "core/error.h"
#include "core/objectives/registry.h"
#include "core/text/number.h"

namespace hogtie {
namespace {

void split(TrainingData& data, double fraction, std::uint64_t seed) {
  DatasetSplit parts = split_dataset(data.training, fraction, seed);
  const auto fail = [&](const std::string& what) {
    throw InputError(data.training.path + ": with a fraction of " + format_number(fraction) +
                     " to test on, " + what + "; choose another fraction or seed");
  };
  if (parts.test.rows() == 0) fail("no sample is left for that");
  if (parts.training.rows() == 0) fail("no sample is left to train on");
  if (parts.training.indices.empty()) fail("all values left to train on are 0");
  data.training = std::move(parts.training);
  data.test = std::move(parts.test);
}

}  // namespace

TrainingData read_training_data(const proto::Objective& objective, const TestSource& test,
                                std::uint64_t seed) {
  Dataset whole = read_data(objective);
  const LabelPair labels = label_pair(whole);
  if (auto note = label_note(whole, labels)) whole.notes.push_back(*std::move(note));
  TrainingData data{with_sign_labels(std::move(whole), labels), std::nullopt, labels};
  if (test.fraction.has_value()) split(data, *test.fraction, seed);
  if (test.file.has_value()) {
    Dataset samples = read_dataset(DataSource{*test.file, objective.data().zero_based()});
    check_magnitudes(samples);
    data.test = with_sign_labels(std::move(samples), labels);
    data.test_features = data.test->features;
    if (data.test->features != data.training.features) {
      data.test = with_features(*data.test, data.training.features);
    }
  }
  return data;
}

}  // namespace hogtie
