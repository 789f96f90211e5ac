#include "sim/studies/compare/run_compare.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "adversaries/registry.h"
#include "core/memory/register.h"
#include "core/random/trial_seed.h"
#include "core/statistics/ks_distance.h"
#include "sim/recording/record_threads.h"
#include "sim/simulation/run_setup.h"
#include "sim/studies/common/curve_times.h"
#include "sim/studies/common/ordered_parallel_for.h"
#include "sim/studies/common/run_failure.h"
#include "sim/studies/common/usable_threads.h"
#include "sim/studies/price/price_point.h"
#include "sim/studies/trials/trial.h"
#include "sim/threads/counted_cells.h"
#include "sim/threads/run_threads.h"

namespace hogtie {
namespace {

/// Throws where a run did not go to an end of its own.
void check(const Ending& ending) {
  if (ending.verdict == proto::STOPPED) throw Interrupted();
  if (ending.verdict == proto::ADVERSARY_ERROR || ending.verdict == proto::WORKER_ERROR ||
      ending.verdict == proto::MEMORY_LIMIT || ending.verdict == proto::DIVERGED) {
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
    base_.optimum();
    if (watch_.began) watch_.began();
    CompareReport report;
    report.experiment = base_.experiment();
    report.data_notes = base_.data_notes();
    report.curve_times = curve_times_;
    try {
      simulate();
      run_on_threads();
    } catch (const Interrupted&) {
      report.interrupted = true;
    } catch (const Failed& failed) {
      report.failure = failed.failure;
      return report;
    }
    for (std::size_t k = 0; k < sides_.size(); ++k) {
      if (has_trials(k)) report.sides.push_back(side_report(k));
    }
    for (std::size_t k = 1; k < simulated_; ++k) {
      if (has_trials(k) && has_trials(threads_beside(k))) report.pairs.push_back(pair_report(k));
    }
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

  bool has_trials(std::size_t k) const { return trials_[k].tally.trials > 0; }

  bool interrupted() const {
    return watch_.interrupted != nullptr && watch_.interrupted->load(std::memory_order_relaxed);
  }

  void add(std::size_t k, const TrialResult& result) {
    trials_[k].add(result);
    if (watch_.progress) watch_.progress(++done_, trials_in_all(request_));
  }

  std::uint32_t threads() const {
    std::uint32_t fit = request_.threads;
    for (std::size_t k = 0; k < simulated_; ++k) {
      fit = std::min(fit, usable_threads(*setups_[k], request_.threads));
    }
    return fit;
  }

  /// The same trial of all sides before the next one, so that what an interrupt leaves has about
  /// as many of each.
  void simulate() {
    const std::uint64_t jobs = simulated_ * request_.trials;
    std::uint64_t done = 0;
    OrderedParallelFor<TrialResult>::run(
        {0, jobs, threads(), watch_.interrupted},
        [this](std::uint64_t job) {
          return run_trial(*setups_[job % simulated_], seed(job / simulated_), curve_times_,
                           trial_watch());
        },
        [&](std::uint64_t job, const TrialResult& result) {
          const std::size_t k = job % simulated_;
          named(sides_[k], job / simulated_, [&] { check(result.ending); });
          add(k, result);
          ++done;
          return true;
        });
    if (done < jobs) throw Interrupted();
  }

  void run_on_threads() {
    for (std::uint64_t trial = 0; trial < request_.trials; ++trial) {
      for (std::size_t k = simulated_; k < sides_.size(); ++k) {
        if (interrupted()) throw Interrupted();
        named(sides_[k], trial, [&] { run_on_threads(k, trial); });
      }
    }
  }

  /// What is measured in a trial on threads.
  struct ThreadTrial {
    RecordedThreads recorded;
    TrialResult simulated;
    ThreadsReport unrecorded;
    std::optional<ThreadsReport> racy;
  };

  void run_on_threads(std::size_t k, std::uint64_t trial) {
    proto::Experiment experiment = setups_[k]->experiment();
    experiment.set_seed(seed(trial));
    const RunSetup setup(experiment, base_);
    const std::string trace = trace_of(sides_[k], trial);
    ThreadTrial measured;
    try {
      // Whichever comes second finds the machine as the first has left it.
      const bool recorded_first = trial % 2 == 0;
      if (!recorded_first) measured.unrecorded = run(setup);
      run_recorded(setup, trace, measured);
      if (recorded_first) measured.unrecorded = run(setup);
      measured.racy = run_racy(setup);
    } catch (const Interrupted&) {
      remove(trace);  // of a trial that is not counted
      throw;
    }
    if (!request_.keeps_traces) remove(trace);
    if (!trials_[k].threads) trials_[k].threads.emplace();
    trials_[k].threads->add(measured.recorded, measured.unrecorded, measured.racy);
    add(k, measured.simulated);
  }

  std::string trace_of(const Side& side, std::uint64_t trial) const {
    return (std::filesystem::path(request_.traces) / ("threads-" + std::to_string(side.workers) +
                                                      "-trial-" + std::to_string(trial) + ".trace"))
        .string();
  }

  static void remove(const std::string& trace) {
    std::error_code ignored;
    std::filesystem::remove(trace, ignored);
  }

  ThreadsReport run(const RunSetup& setup) const {
    ThreadsReport report = run_threads(setup, threads_watch());
    check(report.ending);
    return report;
  }

  /// The same with plain loads and stores, where the algorithm and the processor can do with them.
  std::optional<ThreadsReport> run_racy(const RunSetup& setup) const {
    const bool guards = setup.machine_shape(0).layout.guard != kNoGuard;
    if (guards || !has_wide_loads_and_stores()) return std::nullopt;
    proto::Experiment experiment = setup.experiment();
    experiment.mutable_machine()->set_order(proto::RACY_COUNTED);
    return run(RunSetup(experiment, base_));
  }

  ThreadsWatch threads_watch() const {
    ThreadsWatch watch;
    watch.interrupted = watch_.interrupted;
    return watch;
  }

  void run_recorded(const RunSetup& setup, const std::string& trace, ThreadTrial& measured) const {
    ThreadRecording recording;
    recording.trace = trace;
    measured.recorded = record_threads(setup, recording, threads_watch());
    check(measured.recorded.threads.ending);
    // An interrupt of its simulation has cut the trace short.
    if (measured.recorded.simulated < measured.recorded.operations) throw Interrupted();
    measured.simulated =
        replay_trial(setup, {trace, setup.experiment().seed()}, curve_times_, trial_watch());
    check(measured.simulated.ending);
  }

  std::size_t threads_beside(std::size_t k) const {
    return simulated_ + (k - 1) % request_.workers.size();
  }

  SideReport side_report(std::size_t k) const {
    const SideTrials& trials = trials_[k];
    return {sides_[k], trials, side_bound(*setups_[k], trials.tally.contention.maximum()),
            hitting_time(trials, request_.confidence),
            price_of_asynchrony(trials, trials_.front(), request_.confidence)};
  }

  PairReport pair_report(std::size_t k) const {
    const SideTrials& simulated = trials_[k];
    const SideTrials& threads = trials_[threads_beside(k)];
    PairReport report{sides_[k].adversary, sides_[k].workers,
                      ks_test(simulated.contention, threads.contention), std::nullopt};
    if (simulated.tally.delays[kByFirstUpdate].count() > 0) {
      report.delays = ks_test(simulated.delays, threads.delays);
    }
    return report;
  }

  const CompareRequest& request_;
  const CompareWatch& watch_;
  const RunSetup base_;  // whose objective all share
  const std::vector<std::uint64_t> curve_times_;
  std::vector<Side> sides_;
  std::size_t simulated_ = 0;                            // so many of the sides, the first
  std::vector<std::unique_ptr<const RunSetup>> setups_;  // by side
  std::vector<SideTrials> trials_;
  std::uint64_t done_ = 0;
};

}  // namespace

proto::Experiment experiment_of(const proto::Experiment& experiment, const Side& side) {
  if (side.adversary == "sequential" && side.workers == 1) {
    proto::Experiment sequential = sequential_experiment(
        experiment, experiment.algorithm().step_size(), experiment.algorithm().iterations());
    sequential.mutable_machine()->set_kind(proto::SIMULATED);
    return sequential;
  }
  proto::Experiment result = experiment;
  result.set_workers(side.workers);
  result.clear_adversary();
  result.mutable_machine()->set_kind(side.on_threads() ? proto::THREADS : proto::SIMULATED);
  if (!side.on_threads()) {
    *result.mutable_adversary() = settings_for(side.adversary, experiment.adversary());
  }
  return result;
}

std::uint64_t trials_in_all(const CompareRequest& request) {
  return (1 + (request.adversaries.size() + 1) * request.workers.size()) * request.trials;
}

std::uint64_t CompareReport::trials() const {
  std::uint64_t trials = 0;
  for (const SideReport& side : sides) trials += side.trials.tally.trials;
  return trials;
}

CompareReport run_compare(const CompareRequest& request, const CompareWatch& watch) {
  return Compare(request, watch).run();
}

}  // namespace hogtie
