#include "sim/studies/price/decay.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>

namespace hogtie {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A first sample below this has vanished. Squares from 1e-308 on have all their digits.
constexpr double kVanished = 1e-250;

constexpr double kAboveFloor = 10;
constexpr double kFloorMax = 0.05;

/// The square is contracted below this factor; above it may be a rounding error.
constexpr double kContracts = 1 - 1e-12;

/// The first of the largest samples in the last quarter of the time, x_0 aside.
std::size_t peak_of_last_quarter(std::span<const std::uint64_t> times, std::span<const double> d) {
  std::size_t peak = d.size() - 1;
  const std::uint64_t from = times[peak] - times[peak] / 4;
  for (std::size_t k = peak; k > 0 && times[k] >= from; --k) {
    if (d[k] >= d[peak]) peak = k;
  }
  return peak;
}

/// The last sample above `bound`, x_0 aside; the first that has not vanished where there is none.
std::size_t last_above(std::span<const double> d, double bound) {
  for (std::size_t k = d.size() - 1; k > 0; --k) {
    if (d[k] > bound) return k;
  }
  std::size_t first = 1;
  while (d[first] < kVanished * d.front()) ++first;
  return first;
}

/// Whether a decay, in the exponent, had come most of its way at half of the time.
bool ends_at_floor(std::span<const std::uint64_t> times, std::span<const double> d) {
  constexpr double kMost = 0.75;
  std::size_t half = d.size();
  while (half > 1 && times[half - 1] > times[d.size() - 1] / 2) --half;
  if (half <= 1) return false;
  const double first = std::log(d.front());
  const double then = std::log(d[peak_of_last_quarter(times, d.first(half))]);
  const double now = std::log(d[peak_of_last_quarter(times, d)]);
  return first - then > kMost * (first - now);
}

}  // namespace

Decay decay_of(std::span<const std::uint64_t> times, std::span<const double> squared_distances) {
  if (times.size() != squared_distances.size()) {
    throw std::invalid_argument("as many times as distances are needed");
  }
  std::span<const double> d = squared_distances;
  const auto finite = [](double value) { return std::isfinite(value); };
  d = d.first(static_cast<std::size_t>(std::find_if_not(d.begin(), d.end(), finite) - d.begin()));
  const bool overflows = d.size() < squared_distances.size();
  if (d.size() <= 1) return {false, -kInfinity, kInfinity};
  const double left = overflows ? kInfinity : d[peak_of_last_quarter(times, d)] / d.front();

  while (d.size() > 1 && d.back() < kVanished * d.front()) d = d.first(d.size() - 1);
  if (d.size() == 1) return {left < kContracts, kInfinity, left};
  std::size_t at = peak_of_last_quarter(times, d);
  if (d[at] < d.front()) {
    if (left > kFloorMax && left < kContracts && ends_at_floor(times, d)) {
      return {true, std::nullopt, left};
    }
    const double mean = std::sqrt(d.front()) * std::sqrt(d[at]);
    at = last_above(d, std::min(kAboveFloor * d[at], mean));
  }
  const double rate = (std::log(d.front()) - std::log(d[at])) / 2 / static_cast<double>(times[at]);
  return {left < kContracts, rate, left};
}

}  // namespace hogtie
