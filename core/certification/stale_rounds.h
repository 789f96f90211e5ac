#pragma once

#include <cstdint>
#include <optional>

#include "core/certification/finding.h"
#include "core/certification/iterate_record.h"
#include "core/theory/stale_gradient.h"

namespace hogtie {

/// A run of nothing but rounds with stale gradients, without noise and with one curvature, against
/// statements 7 and 8: every round multiplies ||x - x*|| by |(1-αλ)^τ - stale αλ|. Which iterations
/// make up a round their delays tell, the τ of the runner miss nothing and a stale one all of its
/// round before it, and the length of a stale one's update, which is that at the round's x_0. Other
/// stretches are passed over.
class StaleRounds {
 public:
  /// In so many dimensions. Throws PremiseError as mean_factor does.
  StaleRounds(const StaleRound& round, std::uint64_t dimension);

  /// The next iteration, from t = 0 on, without gaps.
  void add(const IterateRecord& record);

  /// The measured factor that is farthest from the formula's, against that.
  Finding finding() const;

 private:
  StaleRound round_;
  double factor_;
  double tolerance_;
  std::optional<double> begin_;  // ||x - x*|| where the round began
  bool is_round_ = true;         // so far, since then
  std::optional<double> worst_;  // measured factor
  std::uint64_t worst_at_ = 0;
};

}  // namespace hogtie
