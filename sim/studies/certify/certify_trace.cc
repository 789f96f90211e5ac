#include "sim/studies/certify/certify_trace.h"

#include <utility>

#include "sim/simulation/not_finite.h"
#include "sim/simulation/session.h"
#include "sim/simulation/trace_header.h"
#include "sim/studies/certify/run_certificate.h"

namespace hogtie {

TraceCertificate certify_trace(const std::string& path, const RecordTrust& trust,
                               const Watch& watch) {
  const TraceFile trace(path);
  const auto setup = traced_setup(trace, trust);
  Session session(*setup, watch);
  RunCertificate certificate(session.simulation());
  session.follow(trace);
  const Ending ran = session.run();
  Ending ending = session.conclude(ran, first_not_finite(session.simulation()));
  certificate.finish();
  const ReplayCheck& check = session.check();
  return {session.simulation().experiment(),
          std::move(ending),
          session.execution().step(),
          check.cut_short(),
          other_build(check.header()),
          certificate.evidence(),
          certificate.findings()};
}

}  // namespace hogtie
