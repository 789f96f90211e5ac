#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace hogtie {

/// How the distance from x* decays over a run, or grows.
struct Decay {
  /// All distances are finite, and the largest of the last quarter of the run is below that of x_0,
  /// by more than rounding errors.
  ///
  /// Without noise this is contraction: the sign of `rate`. With noise, where distances do not go
  /// to 0, it asks that what remains is less than there was. The largest of a quarter, not the last
  /// one, since an adversary can leave x close to x* for a moment and carry it off again.
  bool converges;

  /// Contraction of ||x - x*|| in the exponent, per iteration: ||x_t - x*|| falls as e^(-rate t).
  /// Negative where it grows; -inf where it overflows at once, inf where it vanishes at once. None
  /// where it ended at a floor of more than a twentieth of ||x_0 - x*||²: noise hides it.
  std::optional<double> rate;

  /// The largest E||x_t - x*||² of the last quarter, as a share of ||x_0 - x*||²; inf where a
  /// distance is not finite.
  double left;
};

/// The decay of E||x_t - x*||² sampled at ascending times t, the first of which is 0, where it is
/// above 0. Throws std::invalid_argument unless there are as many samples as times.
///
/// The rate is measured before the first sample that is not finite, and before all that follow are
/// below 1e-250 of the first, where doubles run out of digits. With F the largest sample of the
/// last quarter of that stretch, it is the rate from x_0 to the last sample above 10 F, or above
/// the geometric mean of F and the first where that is lower. Without noise this is as good as any
/// other; with noise the floor that SGD ends at hardly counts there, as long as F is below a
/// hundredth of the first (see `left`). Being the last so large, that sample is near a peak: an
/// iterate that passes x* does not mislead it. Where the distance grows the rate is that from x_0
/// to F.
Decay decay_of(std::span<const std::uint64_t> times, std::span<const double> squared_distances);

}  // namespace hogtie
