#include "sim/certify/certify_trace.h"

#include <limits>

#include "adversaries/replay.h"
#include "sim/certify/run_certificate.h"
#include "sim/run/not_finite.h"
#include "sim/run/simulation.h"
#include "sim/run/trace_header.h"
#include "sim/run/watch_reader.h"
#include "sim/trace/replay_check.h"

namespace hogtie {

TraceCertificate certify_trace(const std::string& path, const RecordTrust& trust,
                               const Watch& watch) {
  const TraceFile trace(path);
  const auto setup = traced_setup(trace, trust);
  Simulation simulation(*setup, setup->experiment().seed());
  RunCertificate certificate(simulation);
  WatchReader watch_reader(watch);
  simulation.machine().add_reader(watch_reader);
  ReplayCheck check(trace, std::numeric_limits<std::uint64_t>::max());
  simulation.machine().add_reader(check);
  Replay replay(check.schedule());
  const Execution& execution = simulation.machine().execution();
  if (watch.processors > 1) simulation.machine().play_behind();
  if (watch.began) watch.began();
  const Ending ran = simulation.run(replay);
  const auto not_finite = first_not_finite(simulation);
  Ending ending = with_numbers(check.conclude(ran, execution, not_finite), not_finite);
  certificate.finish();
  return {simulation.experiment(), std::move(ending),           execution.step(),
          check.cut_short(),       other_build(check.header()), certificate.evidence(),
          certificate.findings()};
}

}  // namespace hogtie
