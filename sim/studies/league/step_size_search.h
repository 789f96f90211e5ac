#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <tuple>

namespace hogtie {

/// How good a step size is.
struct StepSizeScore {
  /// What the median hitting time is at most, where that is up to the cut-off.
  std::optional<std::uint64_t> time;
  std::uint64_t hits = 0;  ///< Trials that hit.
};

/// Which scores are of interest: others may be none, with neither a time nor hits.
struct ScoreLimits {
  std::uint64_t cut_off;  ///< All hits later than this are failures.
  /// A score with fewer hits is of interest for its time alone.
  std::uint64_t least_hits;
};

/// The step size with the smallest time; of several, the smallest. Where none has a time, that with
/// the most trials that hit; none where no trial does.
///
/// Looked for among anchor 2^k with k from -10 to 3, where no trial hits at these down to -14, and
/// farther as long as the best is at an end, to 2^-30 and 2^20; then halfway (in the logarithm) on
/// both sides of the best, and halfway again: so to within a factor of 2^(1/8) where the time has
/// one minimum. `score(step_size, limits)` says how good one is. It is asked with the first of the
/// cut-offs, which ascend, at which some step size has a time, so that those which need the whole
/// budget are not tried where others do not; from then on with the best time. At least one cut-off.
template <class Score>
std::optional<double> best_step_size(double anchor, std::span<const std::uint64_t> cut_offs,
                                     const Score& score) {
  constexpr int kQuarters = 4;  // exponents are in quarters
  constexpr int kFirst = -4;
  constexpr int kLow = -10;
  constexpr int kHigh = 3;
  constexpr int kLowWithoutHits = -14;
  constexpr int kLowest = -30;
  constexpr int kHighest = 20;
  constexpr std::uint64_t kNone = std::numeric_limits<std::uint64_t>::max();

  // Smaller is better: time, misses, exponent.
  using Key = std::tuple<std::uint64_t, std::uint64_t, int>;
  Key best{kNone, kNone, 0};
  std::map<int, bool> tried;
  std::uint64_t cut_off = 0;
  bool last = false;  // of the cut-offs
  const auto has_time = [&] { return std::get<0>(best) != kNone; };
  const auto step_size = [&](int quarters) {
    return anchor * std::exp2(static_cast<double>(quarters) / kQuarters);
  };
  const auto attempt = [&](int quarters) {
    if (!tried.emplace(quarters, true).second) return;
    // Hits count only where it may turn out that there is no time at all.
    const bool by_hits = last && !has_time();
    const StepSizeScore s =
        score(step_size(quarters), ScoreLimits{has_time() ? std::get<0>(best) : cut_off,
                                               by_hits ? kNone - std::get<1>(best) : kNone});
    if (!s.time && (s.hits == 0 || !by_hits)) return;
    const Key key{s.time.value_or(kNone), s.time ? 0 : kNone - s.hits, quarters};
    if (key < best) best = key;
  };
  const auto best_exponent = [&] { return std::get<2>(best); };
  const auto found = [&] { return std::get<1>(best) != kNone; };

  for (std::size_t k = 0; k < cut_offs.size() && !found(); ++k) {
    cut_off = cut_offs[k];
    last = k + 1 == cut_offs.size();
    tried.clear();
    // From a likely one on, so that the others can be cut off early.
    for (int e = kFirst; e >= kLow; --e) attempt(e * kQuarters);
    for (int e = kFirst + 1; e <= kHigh; ++e) attempt(e * kQuarters);
  }
  for (int e = kLow - 1; e >= kLowWithoutHits && !found(); --e) attempt(e * kQuarters);
  if (!found()) return std::nullopt;
  for (int k = kLow - 1; k >= kLowest && best_exponent() == (k + 1) * kQuarters; --k) {
    attempt(k * kQuarters);
  }
  for (int k = kHigh + 1; k <= kHighest && best_exponent() == (k - 1) * kQuarters; ++k) {
    attempt(k * kQuarters);
  }
  for (const int distance : {kQuarters / 2, kQuarters / 4}) {
    const int centre = best_exponent();
    attempt(centre - distance);
    attempt(centre + distance);
  }
  return step_size(best_exponent());
}

}  // namespace hogtie
