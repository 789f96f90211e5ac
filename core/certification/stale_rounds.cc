#include "core/certification/stale_rounds.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/certification/rounding.h"

namespace hogtie {
namespace {

/// Below this, ||x - x*||² loses digits, or is 0.
constexpr double kLeast = 1e-140;

/// By how much rounding may make the measured factor differ from the computed formula. The factor
/// is P - S with P = (1-a)^τ, S = stale a and a = αλ; u is the unit roundoff, and γ_k as in
/// rounding.h. Errors are of first order, and doubled for the rest.
///
///  - Each squared distance is known to kDistancePrecision, or to γ_{d+2} of summing it, and so is
///    their ratio, whose root halves that again.
///  - One of the τ updates multiplies a coordinate, x* being 0, by 1 - a (1 + 3δ), and rounds that:
///    4u at most, since a < 1. All of them change P by 4 u τ (1-a)^(τ-1) at most. That is
///    8 u τ P for a <= 1/2, and else 4 u <= 8 u S, since τ 2^(1-τ) <= 1.
///  - A stale update adds 3 u a, and the rounding of what is there, which is P + S at most: all of
///    them 4 u stale (P + S).
///  - The formula has the relative error 2 u |ln P| of exp, where P |ln P| <= τ (P + S) in the same
///    way, and a, which is rounded, changes P once more by u τ (1-a)^(τ-1).
/// So the updates and the formula take 16 u (τ + stale) (P + S) at most.
double tolerance_of(const StaleRound& round, double factor, std::uint64_t dimension) {
  const double stale = static_cast<double>(round.stale) * round.step_size * round.curvature;
  const double distances = kDistancePrecision + static_cast<double>(dimension + 2) * kRoundoff;
  const double updates = 8 * static_cast<double>(round.tau + round.stale) * kRoundoff;
  return 2 * (distances + updates) * (factor + 2 * stale);
}

}  // namespace

StaleRounds::StaleRounds(const StaleRound& round, std::uint64_t dimension)
    : round_(round),
      factor_(std::abs(mean_factor(round))),
      tolerance_(tolerance_of(round, mean_factor(round), dimension)) {}

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
