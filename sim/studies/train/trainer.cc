#include "sim/studies/train/trainer.h"

#include <cmath>
#include <memory>
#include <utility>

#include "core/error.h"
#include "core/objectives/logistic.h"
#include "core/random/trial_seed.h"
#include "core/system/processors.h"
#include "core/text/quote.h"
#include "sim/simulation/check_experiment.h"
#include "sim/threads/run_threads.h"

namespace hogtie {
namespace {

/// What does not depend on the data. Throws InputError where the experiment is no training.
proto::Experiment checked(proto::Experiment experiment) {
  if (!experiment.objective().has_name()) experiment.mutable_objective()->set_name("logistic");
  if (experiment.objective().name() != "logistic") {
    throw InputError("what is trained is logistic regression, not objective " +
                     quote(experiment.objective().name()) + "; set objective.name=logistic");
  }
  if (experiment.algorithm().name() != "epoch_sgd") {
    throw InputError("training runs epoch_sgd once an epoch, not algorithm " +
                     quote(experiment.algorithm().name()) + "; set algorithm.name=epoch_sgd");
  }
  proto::Machine& machine = *experiment.mutable_machine();
  if (machine.has_kind() && machine.kind() != proto::THREADS) {
    throw InputError("training runs on threads; set machine=threads, or use `hogtie run`");
  }
  machine.set_kind(proto::THREADS);
  if (!machine.has_order()) machine.set_order(proto::RACY);
  if (!experiment.has_workers()) experiment.set_workers(usable_processors());
  check_experiment(experiment);
  return experiment;
}

double default_step_size(const Logistic& objective) {
  const double step_size = 1 / objective.lipschitz_max();
  if (step_size > 0 && std::isfinite(step_size)) return step_size;
  throw InputError(objective.data().path +
                   ": the squares of its values leave the range of a double, so no step size "
                   "follows from them; rescale the data, or set algorithm.step_size");
}

std::unique_ptr<const RunSetup> set_up(proto::Experiment experiment, Dataset training) {
  const std::uint64_t samples = training.rows();
  proto::Objective& objective = *experiment.mutable_objective();
  if (!objective.has_l2()) objective.set_l2(1 / static_cast<double>(samples));
  auto logistic = std::make_shared<const Logistic>(std::move(training), objective.l2());
  proto::Algorithm& algorithm = *experiment.mutable_algorithm();
  if (!algorithm.has_iterations()) algorithm.set_iterations(samples);
  if (!algorithm.has_step_size()) algorithm.set_step_size(default_step_size(*logistic));
  return std::make_unique<const RunSetup>(experiment, std::move(logistic));
}

TrainReport::End end_of(proto::Verdict verdict) {
  if (verdict == proto::COMPLETED) return TrainReport::End::kDone;
  return verdict == proto::STOPPED ? TrainReport::End::kInterrupted : TrainReport::End::kFailed;
}

bool interrupted(const TrainWatch& watch) {
  return watch.interrupted != nullptr && watch.interrupted->load(std::memory_order_relaxed);
}

}  // namespace

Trainer::Trainer(const TrainRequest& request) : epochs_(request.epochs) {
  proto::Experiment experiment = checked(request.experiment);
  TrainingData data = read_training_data(experiment.objective(), request.test, experiment.seed());
  test_ = std::move(data.test);
  labels_ = data.labels;
  test_features_ = data.test_features;
  setup_ = set_up(std::move(experiment), std::move(data.training));
}

TrainReport Trainer::train(const TrainWatch& watch) const {
  const std::uint64_t samples = experiment().algorithm().iterations();
  TrainReport report;
  const auto add = [&](const Epoch& epoch) {
    report.epochs.push_back(epoch);
    if (watch.epoch) watch.epoch(report.epochs.back());
  };
  report.model = setup_->initial();
  add(evaluate(0, report.model));
  for (std::uint64_t k = 1; k <= epochs_ && report.end == TrainReport::End::kDone; ++k) {
    ThreadsWatch threads_watch;
    threads_watch.interrupted = watch.interrupted;
    threads_watch.progress = [&](std::uint64_t done) {
      if (watch.progress) watch.progress((k - 1) * samples + done, epochs_ * samples);
    };
    const std::uint64_t seed = trial_seed(experiment().seed(), k);
    const RunSetup setup(experiment_of(k), *setup_);
    ThreadsReport run = run_threads(setup, {seed, report.model}, threads_watch);
    report.end = end_of(run.ending.verdict);
    report.detail = std::move(run.ending.detail);
    report.model = std::move(run.model);
    report.warnings = std::move(run.warnings);
    Epoch epoch = evaluate(k, report.model);
    epoch.samples = run.total.ended;
    epoch.seconds = run.seconds;
    epoch.step_size = setup.experiment().algorithm().step_size();
    const bool finite = std::isfinite(epoch.objective);
    add(epoch);
    if (!finite) report.end = TrainReport::End::kDiverged;
    // Threads do not look at it in an epoch of a few milliseconds.
    if (report.end == TrainReport::End::kDone && k < epochs_ && interrupted(watch)) {
      report.end = TrainReport::End::kInterrupted;
    }
  }
  return report;
}

proto::Experiment Trainer::experiment_of(std::uint64_t epoch) const {
  proto::Experiment experiment = setup_->experiment();
  proto::Algorithm& algorithm = *experiment.mutable_algorithm();
  algorithm.set_step_size(algorithm.step_size() *
                          std::pow(kStepSizeDecay, static_cast<double>(epoch - 1)));
  return experiment;
}

Epoch Trainer::evaluate(std::uint64_t epoch, const std::vector<double>& model) const {
  Epoch result;
  result.epoch = epoch;
  result.training = logistic_score(training(), model);
  result.objective = result.training.loss + objective().penalty(model);
  if (test_.has_value()) result.test = logistic_score(*test_, model);
  return result;
}

}  // namespace hogtie
