#pragma once

#include <optional>
#include <string>

#include "sim/run/measurement.h"
#include "sim/run/run.h"
#include "sim/run/simulation.h"
#include "sim/run/watch_reader.h"
#include "sim/trace/recorder.h"

namespace hogtie {

/// A simulation with all that follows it: measurement, watch, and recording where it is asked for.
class Session {
 public:
  /// The watch must outlive this.
  Session(const proto::Experiment& experiment, const Watch& watch);
  /// Of a setup that others use too; it must outlive this.
  Session(const RunSetup& setup, const Watch& watch);

  Simulation& simulation() { return simulation_; }
  const DelayMonitor& delays() const { return measurement_.delays(); }

  /// Before the run. Throws InputError where the file cannot be written, or is one that the run
  /// reads.
  void record(const std::string& path);

  Ending run(Adversary& adversary);

  // After the run:

  const proto::Metrics& metrics();

  /// See first_not_finite.
  std::optional<std::string> not_finite();

  /// Ends the recording, if any, and gathers the results. A run whose numbers are not finite has
  /// ended as with_numbers says.
  RunReport report(Ending ending);

 private:
  void attach();

  const Watch& watch_;
  Simulation simulation_;
  Measurement measurement_;
  WatchReader watch_reader_;
  std::optional<Recorder> recorder_;
  std::optional<proto::Metrics> metrics_;
  double seconds_ = 0;
};

}  // namespace hogtie
