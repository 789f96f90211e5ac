#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/simulation/simulation.h"
#include "sim/simulation/watch.h"
#include "sim/simulation/watch_reader.h"
#include "sim/trace/recorder.h"
#include "sim/trace/replay_check.h"

namespace hogtie {

/// One run in the simulator, with what every run has about it: a watch, and where it is asked for a
/// recording, or a trace that it follows. Callers add the readers that they want; see Measurement
/// and RunCertificate.
class Session {
 public:
  static constexpr std::uint64_t kToTheEnd = std::numeric_limits<std::uint64_t>::max();

  /// A run with this seed in place of the experiment's. Setup and watch must outlive this.
  Session(const RunSetup& setup, std::uint64_t seed, const Watch& watch);
  /// With the experiment's seed.
  Session(const RunSetup& setup, const Watch& watch);

  Simulation& simulation() { return simulation_; }
  const Simulation& simulation() const { return simulation_; }
  Machine& machine() { return simulation_.machine(); }
  const Execution& execution() const { return simulation_.machine().execution(); }

  // Before the run:

  /// Throws InputError where the file cannot be written, or is one that the run reads.
  void record(const std::string& path);

  /// Takes the schedule of the trace, and is held against it; for its first `steps` steps, at which
  /// the run ends. Throws InputError where the trace cannot be read.
  void follow(const TraceFile& trace, std::uint64_t steps = kToTheEnd);

  /// Takes the schedule of the trace, and is held against nothing. Throws the same.
  void take_schedule(const TraceFile& trace) { schedule_ = trace; }

  /// The schedule of a trace, if there is one, or the adversary that the experiment names. It must
  /// not outlive this.
  std::unique_ptr<Adversary> make_adversary();

  Ending run(Adversary& adversary);
  /// Under its own adversary.
  Ending run() { return run(*make_adversary()); }

  // After the run:

  /// Wall time of the steps.
  double seconds() const { return seconds_; }

  /// How the run ended, given how its machine did and what with_numbers is to say: as recorded or
  /// diverged, of one that follows a trace. To be called once.
  Ending conclude(const Ending& ending, const std::optional<std::string>& not_finite);

  /// Requires a run that follows a trace, concluded.
  const ReplayCheck& check() const { return *check_; }

  /// Remarks on how it was run, a line each.
  std::vector<std::string> notes() const;

  /// Ends the recording, if there is one.
  void finish_recording(const Ending& ending, const proto::Metrics& metrics);

 private:
  const Watch& watch_;
  Simulation simulation_;
  WatchReader watch_reader_;
  std::optional<Recorder> recorder_;
  std::optional<ReplayCheck> check_;
  std::uint64_t steps_ = kToTheEnd;  // of the trace
  std::optional<TraceFile> schedule_;
  double seconds_ = 0;
};

}  // namespace hogtie
