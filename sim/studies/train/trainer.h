#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/objectives/logistic.h"
#include "core/objectives/logistic_score.h"
#include "core/objectives/sign_labels.h"
#include "proto/experiment.pb.h"
#include "sim/simulation/run_setup.h"
#include "sim/studies/train/training_data.h"

namespace hogtie {

/// What is trained, on what, and for how long.
struct TrainRequest {
  proto::Experiment experiment;
  TestSource test;
  std::uint64_t epochs = 10;  ///< At least 1.
};

/// The model after an epoch; epoch 0 is before the first.
struct Epoch {
  std::uint64_t epoch = 0;
  std::uint64_t samples = 0;  ///< Used in this epoch, with repetitions.
  double step_size = 0;
  double seconds = 0;    ///< Wall time of that, without the evaluation.
  double objective = 0;  ///< f(x): the loss on the training samples and the regularisation.
  LogisticScore training;
  std::optional<LogisticScore> test;
};

struct TrainWatch {
  /// Called after each epoch, and before the first.
  std::function<void(const Epoch&)> epoch;
  /// Called now and then with the number of samples used, of so many in all.
  std::function<void(std::uint64_t samples, std::uint64_t total)> progress;
  /// Ends the training at the next samples once it is true.
  const std::atomic<bool>* interrupted = nullptr;
};

struct TrainReport {
  enum class End {
    kDone,
    kInterrupted,  ///< The model is that of then.
    kDiverged,     ///< f(x) is not finite any more.
    kFailed,       ///< A worker threw.
  };

  End end = End::kDone;
  std::string detail;  ///< What failed.
  std::vector<Epoch> epochs;
  std::vector<double> model;
  std::vector<std::string> warnings;  ///< Lines for people, as of ThreadsReport.
};

/// Trains logistic regression on threads with EpochSGD, as Hogwild! does (Niu et al. 2011).
///
/// An epoch is a run of algorithm.iterations iterations from the model that the one before left,
/// with coins of a seed of its own (trial_seed of the experiment's); the step size is
/// algorithm.step_size in the first, and kStepSizeDecay times that of the one before in each other,
/// as there. x* is not computed. What the experiment does not set is
///   - algorithm.iterations: m, the number of training samples;
///   - objective.l2: 1/m, which weighs the regularisation as much as one sample. The gradient of a
///     sample regularises a coordinate that occurs in k samples by l2 m / k x_j (see
///     EmpiricalRisk), so that for a rare coordinate a larger l2 needs a smaller step size;
///   - algorithm.step_size: 1 / max_i L_i, L_i being the Lipschitz constant of the gradient of
///     sample i: the largest for which no step on one sample can overshoot;
///   - workers: as many as there are processors;
///   - machine.order: RACY, the fastest. Sparse samples lose few updates by it.
class Trainer {
 public:
  static constexpr double kStepSizeDecay = 0.9;

  /// Reads the data. Throws InputError for an experiment that names another objective, algorithm or
  /// machine, and for what cannot be trained on.
  explicit Trainer(const TrainRequest& request);

  /// As it is run, with what the request left open.
  const proto::Experiment& experiment() const { return setup_->experiment(); }
  const Dataset& training() const { return objective().data(); }
  const std::optional<Dataset>& test() const { return test_; }
  const LabelPair& labels() const { return labels_; }
  std::size_t test_features() const { return test_features_; }  ///< See TrainingData.

  TrainReport train(const TrainWatch& watch) const;

 private:
  const Logistic& objective() const { return static_cast<const Logistic&>(setup_->objective()); }
  proto::Experiment experiment_of(std::uint64_t epoch) const;
  Epoch evaluate(std::uint64_t epoch, const std::vector<double>& model) const;

  std::uint64_t epochs_;
  std::optional<Dataset> test_;
  LabelPair labels_;
  std::size_t test_features_;
  std::unique_ptr<const RunSetup> setup_;
};

}  // namespace hogtie
