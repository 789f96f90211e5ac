#include "sim/simulation/measured_session.h"

#include <utility>

#include "sim/simulation/not_finite.h"

namespace hogtie {

const proto::Metrics& MeasuredSession::metrics() {
  if (!metrics_) metrics_ = measurement_.metrics();
  return *metrics_;
}

Ending MeasuredSession::conclude(const Ending& ending) {
  return session_.conclude(ending, first_not_finite(session_.simulation(), metrics()));
}

RunReport MeasuredSession::report(Ending ending) {
  RunReport report;
  report.experiment = session_.simulation().experiment();
  report.metrics = metrics();
  report.notes = session_.notes();
  report.seconds = session_.seconds();
  session_.finish_recording(ending, report.metrics);
  report.ending = std::move(ending);
  return report;
}

}  // namespace hogtie
