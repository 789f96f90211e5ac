#include "core/certification/stale_rounds.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace hogtie {
namespace {

/// Below this, ||x - x*||² loses digits, or is 0.
constexpr double kLeast = 1e-140;

/// Of what the factor is the difference of. To it each of τ + stale updates adds a rounding, and
/// the distance is known to 1e-10.
double tolerance_of(const StaleRound& round) {
  return 1e-9 + 1e-15 * static_cast<double>(round.tau + round.stale);
}

}  // namespace

StaleRounds::StaleRounds(const StaleRound& round)
    : round_(round),
      factor_(std::abs(mean_factor(round))),
      tolerance_(tolerance_of(round) * (factor_ + 2 * static_cast<double>(round.stale) *
                                                      round.step_size * round.curvature)) {}

void StaleRounds::add(const IterateRecord& record) {
  const std::uint64_t at = record.time % (round_.tau + round_.stale);
  const bool was_round = is_round_;
  is_round_ = (at == 0 || is_round_) && record.delay == (at < round_.tau ? 0 : at);
  // A stale view is x_0 of its round; by its delay, it could also be torn.
  if (at >= round_.tau && is_round_ && begin_.has_value()) {
    const double expected = round_.step_size * round_.curvature * *begin_;
    is_round_ = std::abs(record.movement - expected) <= 1e-8 * expected;
  }
  if (at != 0) return;
  const double distance = std::sqrt(record.squared_distance);
  if (was_round && begin_.has_value() && *begin_ >= kLeast && distance >= kLeast &&
      std::isfinite(distance)) {
    const double factor = distance / *begin_;
    if (!worst_ || std::abs(factor - factor_) > std::abs(*worst_ - factor_)) {
      worst_ = factor;
      worst_at_ = record.time;
    }
  }
  begin_ = distance;
}

Finding StaleRounds::finding() const {
  Finding finding;
  finding.statement = round_.stale == 1 ? "7" : "8";
  finding.what = "factor of a round with stale gradients";
  finding.bound = factor_;
  if (!worst_) {
    finding.standing = Standing::kPremiseNotMet;
    finding.note = "no round is whole";
    return finding;
  }
  finding.measured = *worst_;
  finding.at = worst_at_;
  finding.standing =
      std::abs(*worst_ - factor_) <= tolerance_ ? Standing::kHolds : Standing::kViolated;
  if (round_.stale > 1 && factor_ > 1) finding.note = "rounds amplify: the run diverges";
  return finding;
}

}  // namespace hogtie
