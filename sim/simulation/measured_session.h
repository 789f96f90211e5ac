#pragma once

#include <optional>

#include "sim/simulation/measurement.h"
#include "sim/simulation/run_report.h"
#include "sim/simulation/session.h"

namespace hogtie {

/// A session that measures all metrics of a run.
class MeasuredSession {
 public:
  /// Setup and watch must outlive this.
  MeasuredSession(const RunSetup& setup, const Watch& watch)
      : session_(setup, watch), measurement_(session_.simulation()) {}

  Session& session() { return session_; }
  const DelayMonitor& delays() const { return measurement_.delays(); }

  // After the run:

  /// How the run ended, given how its machine did. See Session::conclude, and with_numbers.
  Ending conclude(const Ending& ending);

  /// Ends the recording, if any, and gathers the results of a run that ended so.
  RunReport report(Ending ending);

 private:
  const proto::Metrics& metrics();

  Session session_;
  Measurement measurement_;
  std::optional<proto::Metrics> metrics_;
};

}  // namespace hogtie
