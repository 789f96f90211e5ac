#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/certification/certifier.h"
#include "core/certification/finding.h"
#include "core/certification/rate_run.h"
#include "core/certification/stale_rounds.h"
#include "core/monitors/convergence_monitor.h"
#include "core/monitors/view_monitor.h"
#include "core/theory/convergence_problem.h"
#include "sim/simulation/crash_reader.h"
#include "sim/simulation/memory_limit_reader.h"
#include "sim/simulation/simulation.h"

namespace hogtie {

/// Holds a run in the simulator, while it goes, against every statement of the theory that speaks
/// of one execution. Ends a run as MEMORY_LIMIT where Measurement does.
class RunCertificate {
 public:
  /// Observes the machine of the simulation, which must outlive the run, as must the simulation's
  /// setup. `sink` receives the iterates, too.
  explicit RunCertificate(Simulation& simulation, Certifier::Sink sink = nullptr);

  /// The run is over.
  void finish() { certifier_.finish(); }

  // After that:

  const Evidence& evidence() const { return certifier_.evidence(); }

  /// In the order of the statements.
  std::vector<Finding> findings() const;

  /// The first success: the first t with ||x_t - x*||² <= ε.
  const std::optional<Hit>& hit() const { return convergence_.hit(); }

  /// Whether a view or an iterate left the ball over which M is taken.
  bool left_ball() const { return left_ball_ || views_.left_ball() || convergence_.left_ball(); }

 private:
  void take(const IterateRecord& record);
  Finding rate() const;
  Finding rounds() const;
  Finding elastic() const;

  const RunSetup& setup_;
  ConvergenceProblem problem_;
  double ball_;
  Certifier::Sink sink_;
  bool left_ball_ = false;
  std::optional<RateRun> rate_;
  std::string rate_premise_;  // where there is none
  std::optional<StaleRounds> rounds_;
  std::string rounds_premise_;
  Certifier certifier_;
  ConvergenceMonitor convergence_;
  ViewMonitor views_;
  CrashReader crashes_;
  MemoryLimitReader memory_limit_;
};

}  // namespace hogtie
