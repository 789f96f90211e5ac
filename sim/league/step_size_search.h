#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

namespace hogtie {

/// How good a step size is.
struct StepSizeScore {
  std::optional<std::uint64_t> median;  ///< Hitting time, where it is up to the cut-off.
  std::uint64_t hits =
      0;  ///< Trials that hit; exact where there is no step size with a median yet.
};

/// The step size with the smallest median hitting time, failures counted as infinite; of several,
/// the smallest. Where none has a median, that with the most trials that hit; none where no trial
/// does.
///
/// Looked for among anchor 2^k with k from -10 to 3, and farther as long as the best is at an end,
/// to 2^-30 and 2^20; then halfway (in the logarithm) on both sides of the best, and halfway again:
/// so to within a factor of 2^(1/8) where the median has one minimum. `score(step_size, cut_off)`
/// may take all later than the cut-off for failures; it is none as long as no step size has a
/// median, and else the best one.
template <class Score>
std::optional<double> best_step_size(double anchor, const Score& score) {
  constexpr int kQuarters = 4;  // exponents are in quarters
  constexpr int kFirst = -4;
  constexpr int kLow = -10;
  constexpr int kHigh = 3;
  constexpr int kLowest = -30;
  constexpr int kHighest = 20;
  constexpr std::uint64_t kNoMedian = std::numeric_limits<std::uint64_t>::max();

  // Smaller is better: median, misses, exponent.
  using Key = std::tuple<std::uint64_t, std::uint64_t, int>;
  Key best{kNoMedian, kNoMedian, 0};
  std::map<int, bool> tried;
  const auto step_size = [&](int quarters) {
    return anchor * std::exp2(static_cast<double>(quarters) / kQuarters);
  };
  const auto attempt = [&](int quarters) {
    if (!tried.emplace(quarters, true).second) return;
    const auto median = std::get<0>(best);
    const StepSizeScore s =
        score(step_size(quarters), median == kNoMedian ? std::nullopt : std::optional(median));
    if (!s.median && s.hits == 0) return;
    const Key key{s.median.value_or(kNoMedian), s.median ? 0 : kNoMedian - s.hits, quarters};
    if (key < best) best = key;
  };
  const auto best_exponent = [&] { return std::get<2>(best); };
  const auto found = [&] { return std::get<1>(best) != kNoMedian; };

  // From a likely one on, so that the others can be cut off early.
  for (int k = kFirst; k >= kLow; --k) attempt(k * kQuarters);
  for (int k = kFirst + 1; k <= kHigh; ++k) attempt(k * kQuarters);
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
