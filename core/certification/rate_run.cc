#include "core/certification/rate_run.h"

#include <string>

#include "core/text/number.h"
#include "core/theory/supermartingale.h"

namespace hogtie {

RateRun::RateRun(const ConvergenceProblem& problem, double step_size)
    : problem_(problem), step_size_(step_size) {
  supermartingale_slope(problem, step_size);  // for its premises
}

void RateRun::add(const IterateRecord& record) {
  if (hit_.has_value()) return;
  const double w = rate_supermartingale(problem_, step_size_, record.squared_distance, record.time);
  if (next_ == 0) first_ = largest_ = w;
  if (w > largest_) {
    largest_ = w;
    largest_at_ = record.time;
  }
  last_ = w;
  if (record.squared_distance <= problem_.epsilon) hit_ = record.time;
  ++next_;
}

Finding RateRun::finding() const {
  Finding finding;
  finding.statement = "1";
  finding.what = "rate supermartingale, max W_t by W_0";
  if (next_ == 0) {
    finding.standing = Standing::kPremiseNotMet;
    finding.note = "an iteration ends";
    return finding;
  }
  finding.measured = largest_;
  finding.bound = first_;
  finding.at = largest_at_;
  finding.standing = largest_ <= first_ ? Standing::kHeld : Standing::kExceeded;
  finding.note =
      "W = " + format_six_digits(last_) +
      (hit_ ? " at the success, t = " + std::to_string(*hit_) : " at the end, without success");
  return finding;
}

}  // namespace hogtie
