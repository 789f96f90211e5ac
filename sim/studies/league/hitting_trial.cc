#include "sim/studies/league/hitting_trial.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

#include "core/monitors/convergence_monitor.h"
#include "core/monitors/lost_updates.h"
#include "sim/machine/tape_reader.h"
#include "sim/recording/record_threads.h"
#include "sim/simulation/convergence_of.h"
#include "sim/simulation/session.h"
#include "sim/studies/common/run_failure.h"

namespace hogtie {
namespace {

double largest_magnitude(std::span<const double> x) {
  double largest = 0;
  for (const double value : x) largest = std::max(largest, std::abs(value));
  return largest;
}

/// Ends a trial that is decided.
class DecidedReader final : public TapeReader {
 public:
  DecidedReader(Simulation& simulation, const ConvergenceMonitor& convergence,
                std::uint64_t cut_off, const Watch& watch)
      : machine_(simulation.machine()),
        convergence_(convergence),
        cut_off_(cut_off),
        watch_(watch),
        far_(kFar * std::max({1.0, largest_magnitude(simulation.initial()),
                              largest_magnitude(simulation.setup().target())})) {}

  std::optional<Ending> read(const Tape&, const Execution& execution) override {
    machine_.caught_up_playback();
    if (watch_.progress) watch_.progress(execution.step());
    if (watch_.interrupted != nullptr && watch_.interrupted->load(std::memory_order_relaxed)) {
      throws_ = true;
    } else if (has_diverged(execution.model())) {
      diverged_ = true;
    } else if (!convergence_.hit() && convergence_.time() <= cut_off_) {
      return std::nullopt;
    }
    return Ending{proto::STOPPED, {}};
  }
  std::uint64_t next_call(std::uint64_t step) const override { return step + kSteps; }

  bool was_interrupted() const { return throws_; }

  /// Without a hit that was in time. The model is looked at once more, as it is at the end.
  bool diverged(std::span<const double> model) const { return diverged_ || has_diverged(model); }

 private:
  static constexpr std::uint64_t kSteps = 256;  // between two looks
  static constexpr double kFar = 1e6;

  bool has_diverged(std::span<const double> model) const {
    return !convergence_.hit() &&
           !std::ranges::all_of(model, [this](double value) { return std::abs(value) <= far_; });
  }

  Machine& machine_;
  const ConvergenceMonitor& convergence_;
  std::uint64_t cut_off_;
  const Watch& watch_;
  double far_;
  bool throws_ = false;
  bool diverged_ = false;
};

TrialEnd end_of(const Ending& ending, bool diverged) {
  if (diverged || ending.verdict == proto::NOT_FINITE) return TrialEnd::kDiverged;
  if (ending.verdict == proto::STARVED) return TrialEnd::kStarved;
  if (ending.verdict == proto::ALL_CRASHED_OR_BLOCKED) return TrialEnd::kStuck;
  return TrialEnd::kLate;
}

HittingTrial run(Session& session, std::uint64_t cut_off, const Watch& watch) {
  Simulation& simulation = session.simulation();
  const RunSetup& setup = simulation.setup();
  ConvergenceMonitor convergence = convergence_of(simulation);
  simulation.machine().add_reader(convergence);
  std::optional<LostUpdates> lost;
  if (loses_updates(setup.algorithm())) {
    lost.emplace(setup.experiment().workers(), simulation.initial().size());
    simulation.machine().add_reader(*lost);
  }
  DecidedReader decided(simulation, convergence, cut_off, watch);
  simulation.machine().add_reader(decided);
  const Ending ending = session.run();
  if (decided.was_interrupted()) throw Interrupted();
  if (ending.verdict == proto::ADVERSARY_ERROR || ending.verdict == proto::WORKER_ERROR) {
    throw RunFailure(ending.detail);
  }
  HittingTrial result;
  if (convergence.hit() && convergence.hit()->time <= cut_off) {
    result.end = TrialEnd::kHit;
    result.hitting_time = convergence.hit()->time;
  } else {
    result.end = end_of(ending, decided.diverged(simulation.model()));
  }
  result.steps = simulation.machine().execution().step();
  result.spins = simulation.machine().execution().spins.count;
  if (lost) {
    result.updates = lost->updates();
    result.lost = lost->lost();
  }
  return result;
}

/// A file that is removed again.
class RemovedFile {
 public:
  explicit RemovedFile(const std::string& path) : path_(path) {}
  ~RemovedFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  RemovedFile(const RemovedFile&) = delete;
  RemovedFile& operator=(const RemovedFile&) = delete;

 private:
  const std::string& path_;
};

}  // namespace

HittingTrial hitting_trial(const RunSetup& setup, std::uint64_t seed, std::uint64_t cut_off,
                           const Watch& watch) {
  const Watch nothing;
  Session session(setup, seed, nothing);
  return run(session, cut_off, watch);
}

HittingTrial hitting_trial_on_threads(const RunSetup& setup, const std::string& trace,
                                      std::uint64_t cut_off, const Watch& watch) {
  const RemovedFile removed(trace);
  ThreadRecording recording;
  recording.trace = trace;
  ThreadsWatch threads_watch;
  threads_watch.interrupted = watch.interrupted;
  const RecordedThreads recorded = record_threads(setup, recording, threads_watch);
  const Ending& ending = recorded.threads.ending;
  if (ending.verdict == proto::MEMORY_LIMIT) throw RunFailure(ending.detail);
  if (recorded.simulated < recorded.operations) throw Interrupted();
  if (ending.verdict == proto::STOPPED) throw Interrupted();
  if (ending.verdict == proto::WORKER_ERROR) throw RunFailure(ending.detail);
  const Watch nothing;
  Session session(setup, nothing);
  session.take_schedule(trace);
  HittingTrial result = run(session, cut_off, watch);
  if (result.end == TrialEnd::kLate || result.end == TrialEnd::kStuck) {
    result.end = end_of(ending, false);
  }
  return result;
}

}  // namespace hogtie
