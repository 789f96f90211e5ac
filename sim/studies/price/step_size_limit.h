#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

namespace hogtie {

/// How near the largest step size that converges is found: 1 %.
inline constexpr double kStepSizeTolerance = 0.01;

/// A step size α that `converges`, while one of at most (1 + kStepSizeTolerance) α does not. Of the
/// step sizes 1.4^k `unit`, from the largest that is at most `start` the next smaller ones are
/// tried until one converges, and then the next larger until one does not; the last interval is
/// bisected. Searched from below, so that α ends the range in which small step sizes converge:
/// beyond it others may, such as one that lands on x* at once. None where nothing down to 1.4^-80
/// start converges, or all up to 1.4^80 start do. Requires unit >= start > 0.
template <class Converges>
std::optional<double> largest_step_size(double unit, double start, const Converges& converges) {
  constexpr int kTries = 80;
  constexpr double kRaise = 1.4;
  // The same numbers whatever the start.
  std::vector<double> smaller{unit};
  const auto step_size = [&](int k) {
    while (static_cast<int>(smaller.size()) <= -k) smaller.push_back(smaller.back() / kRaise);
    if (k <= 0) return smaller[static_cast<std::size_t>(-k)];
    double larger = unit;
    for (; k > 0; --k) larger *= kRaise;
    return larger;
  };
  int k = 0;
  while (step_size(k) > start) --k;
  const int first = k;
  while (!converges(step_size(k))) {
    if (--k < first - kTries) return std::nullopt;
  }
  if (k == first) {
    while (converges(step_size(k + 1))) {
      if (++k > first + kTries) return std::nullopt;
    }
  }
  double good = step_size(k);
  double bad = step_size(k + 1);
  while (bad > good * (1 + kStepSizeTolerance)) {
    const double middle = std::sqrt(good * bad);
    (converges(middle) ? good : bad) = middle;
  }
  return good;
}

}  // namespace hogtie
