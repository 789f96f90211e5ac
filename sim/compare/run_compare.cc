#include "sim/compare/run_compare.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <system_error>
#include <utility>
#include <variant>

#include "adversaries/registry.h"
#include "core/algorithms/any_algorithm.h"
#include "core/random/trial_seed.h"
#include "core/statistics/ks_distance.h"
#include "sim/price/measure.h"
#include "sim/price/price_point.h"
#include "sim/price/run_jobs.h"
#include "sim/run/run_setup.h"
#include "sim/threads/counted_cells.h"
#include "sim/threads/record_threads.h"
#include "sim/threads/run_threads.h"
#include "sim/trials/curve_times.h"
#include "sim/trials/run_trials.h"
#include "sim/trials/trial.h"

namespace hogtie {
namespace {

double rate(const ThreadsReport& report) {
  return static_cast<double>(report.total.ended) / report.seconds;
}

/// Throws where a run did not go to an end of its own.
void check(const Ending& ending) {
  if (ending.verdict == proto::STOPPED) throw Interrupted();
  if (ending.verdict == proto::ADVERSARY_ERROR || ending.verdict == proto::WORKER_ERROR) {
    throw RunFailure(ending.detail);
  }
}

std::string name(const Side& side) {
  return (side.on_threads() ? "threads" : side.adversary) + ", n = " + std::to_string(side.workers);
}

class Compare {
 public:
  Compare(const CompareRequest& request, const CompareWatch& watch)
      : request_(request),
        watch_(watch),
        base_(experiment_of(request.experiment, {"sequential", 1})),
        curve_times_(curve_times(iterations_in_all(base_.algorithm()))) {
    add_side({"sequential", 1});
    for (const std::string& adversary : request.adversaries) {
      for (const std::uint32_t workers : request.workers) add_side({adversary, workers});
    }
    simulated_ = sides_.size();
    for (const std::uint32_t workers : request.workers) add_side({"", workers});
  }

  CompareReport run() {
    CompareReport report;
    report.experiment = base_.experiment();
    report.curve_times = curve_times_;
    try {
      simulate();
      for (std::size_t k = simulated_; k < sides_.size(); ++k) run_on_threads(k);
    } catch (const Interrupted&) {
      report.interrupted = true;
      return report;
    } catch (const Failed& failed) {
      report.failure = failed.failure;
      return report;
    }
    for (std::size_t k = 0; k < sides_.size(); ++k) report.sides.push_back(side_report(k));
    for (std::size_t k = 1; k < simulated_; ++k) report.pairs.push_back(pair_report(k));
    return report;
  }

 private:
  struct Failed {
    CompareFailure failure;
  };

  void add_side(Side side) {
    setups_.push_back(std::make_unique<RunSetup>(experiment_of(request_.experiment, side), base_));
    sides_.push_back(std::move(side));
    trials_.emplace_back(curve_times_.size());
  }

  TrialWatch trial_watch() const {
    TrialWatch watch;
    watch.interrupted = watch_.interrupted;
    watch.notes_losses = true;
    return watch;
  }

  std::uint64_t seed(std::uint64_t trial) const {
    return trial_seed(request_.experiment.seed(), trial);
  }

  template <class Run>
  void named(const Side& side, std::uint64_t trial, const Run& run) const {
    try {
      run();
    } catch (const RunFailure& error) {
      throw Failed{{name(side) + ", trial " + std::to_string(trial), error.what()}};
    }
  }

  void advance() {
    if (!watch_.progress) return;
    const std::lock_guard lock(mutex_);
    watch_.progress(++done_, sides_.size() * request_.trials);
  }

  std::uint32_t threads() const {
    std::uint32_t fit = request_.threads;
    for (std::size_t k = 0; k < simulated_; ++k) {
      fit = std::min(fit, usable_threads(*setups_[k], request_.threads));
    }
    return fit;
  }

  void simulate() {
    const auto trials = static_cast<std::size_t>(request_.trials);
    std::vector<TrialResult> results(simulated_ * trials);
    run_jobs(results.size(), threads(), [&](std::size_t job) {
      const std::size_t k = job / trials;
      named(sides_[k], job % trials, [&] {
        results[job] = run_trial(*setups_[k], seed(job % trials), curve_times_, trial_watch());
        check(results[job].ending);
      });
      advance();
    });
    for (std::size_t job = 0; job < results.size(); ++job) trials_[job / trials].add(results[job]);
  }

  void run_on_threads(std::size_t k) {
    trials_[k].threads.emplace();
    for (std::uint64_t trial = 0; trial < request_.trials; ++trial) {
      named(sides_[k], trial, [&] {
        proto::Experiment experiment = setups_[k]->experiment();
        experiment.set_seed(seed(trial));
        const RunSetup setup(experiment, base_);
        // Whichever comes second finds the machine as the first has left it.
        const bool recorded_first = trial % 2 == 0;
        if (!recorded_first) run_unrecorded(setup, *trials_[k].threads);
        run_recorded(setup, trial, trials_[k]);
        if (recorded_first) run_unrecorded(setup, *trials_[k].threads);
        run_racy(setup, *trials_[k].threads);
      });
      advance();
    }
  }

  void run_unrecorded(const RunSetup& setup, ThreadFigures& figures) const {
    const ThreadsReport report = run_threads(setup, threads_watch());
    check(report.ending);
    figures.unrecorded_rates.push_back(rate(report));
    figures.unrecorded_begun_during.add(report.total.begun_during);
    if (figures.warnings.empty()) figures.warnings = report.warnings;
  }

  /// The same with plain loads and stores, where the algorithm and the processor can do with them.
  void run_racy(const RunSetup& setup, ThreadFigures& figures) const {
    const bool guards = std::holds_alternative<FullSgd>(setup.algorithm());
    if (guards || !has_wide_loads_and_stores()) return;
    proto::Experiment experiment = setup.experiment();
    experiment.mutable_machine()->set_order(proto::RACY_COUNTED);
    const ThreadsReport report = run_threads(RunSetup(experiment, base_), threads_watch());
    check(report.ending);
    figures.racy_updates += report.total.updates;
    figures.lost_updates += report.lost_updates.value_or(0);
  }

  ThreadsWatch threads_watch() const {
    ThreadsWatch watch;
    watch.interrupted = watch_.interrupted;
    return watch;
  }

  void run_recorded(const RunSetup& setup, std::uint64_t trial, SideTrials& trials) const {
    ThreadRecording recording;
    recording.trace = (std::filesystem::path(request_.traces) /
                       ("threads-" + std::to_string(setup.experiment().workers()) + "-trial-" +
                        std::to_string(trial) + ".trace"))
                          .string();
    const RecordedThreads recorded = record_threads(setup, recording, threads_watch());
    check(recorded.threads.ending);
    ThreadFigures& figures = *trials.threads;
    figures.recorded_rates.push_back(rate(recorded.threads));
    figures.recorded_begun_during.add(recorded.threads.total.begun_during);
    figures.switches += recorded.switches;
    const TrialResult result = replay_trial(setup, {recording.trace, setup.experiment().seed()},
                                            curve_times_, trial_watch());
    check(result.ending);
    trials.add(result);
    if (request_.keeps_traces) return;
    std::error_code ignored;
    std::filesystem::remove(recording.trace, ignored);
  }

  SideReport side_report(std::size_t k) const {
    const SideTrials& trials = trials_[k];
    return {sides_[k], trials, side_bound(*setups_[k], trials.tally.contention.maximum()),
            hitting_time(trials, request_.confidence),
            price_of_asynchrony(trials, trials_.front(), request_.confidence)};
  }

  PairReport pair_report(std::size_t k) const {
    const SideTrials& simulated = trials_[k];
    const SideTrials& threads = trials_[simulated_ + (k - 1) % request_.workers.size()];
    return {sides_[k].adversary, sides_[k].workers,
            ks_test(simulated.contention, threads.contention),
            ks_test(simulated.delays, threads.delays)};
  }

  const CompareRequest& request_;
  const CompareWatch& watch_;
  const RunSetup base_;  // whose objective all share
  const std::vector<std::uint64_t> curve_times_;
  std::vector<Side> sides_;
  std::size_t simulated_ = 0;                            // so many of the sides, the first
  std::vector<std::unique_ptr<const RunSetup>> setups_;  // by side
  std::vector<SideTrials> trials_;

  std::mutex mutex_;  // guards what follows
  std::uint64_t done_ = 0;
};

}  // namespace

proto::Experiment experiment_of(const proto::Experiment& experiment, const Side& side) {
  if (side.adversary == "sequential" && side.workers == 1) {
    proto::Experiment sequential = sequential_experiment(
        experiment, experiment.algorithm().step_size(), experiment.algorithm().iterations());
    sequential.mutable_machine()->set_name(proto::SIMULATED);
    return sequential;
  }
  proto::Experiment result = experiment;
  result.set_workers(side.workers);
  result.clear_adversary();
  result.mutable_machine()->set_name(side.on_threads() ? proto::THREADS : proto::SIMULATED);
  if (!side.on_threads()) {
    *result.mutable_adversary() = settings_for(side.adversary, experiment.adversary());
  }
  return result;
}

CompareReport run_compare(const CompareRequest& request, const CompareWatch& watch) {
  return Compare(request, watch).run();
}

}  // namespace hogtie
