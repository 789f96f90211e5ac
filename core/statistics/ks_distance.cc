#include "core/statistics/ks_distance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hogtie {
namespace {

/// Between distributions over the same values, in ascending order, given by how often each occurs.
double distance(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  std::uint64_t all_a = 0;
  std::uint64_t all_b = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    all_a += a[k];
    all_b += b[k];
  }
  if (all_a == 0 || all_b == 0) return 0;
  double most = 0;
  std::uint64_t below_a = 0;
  std::uint64_t below_b = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    below_a += a[k];
    below_b += b[k];
    most = std::max(most, std::abs(static_cast<double>(below_a) / static_cast<double>(all_a) -
                                   static_cast<double>(below_b) / static_cast<double>(all_b)));
  }
  return most;
}

/// The counts of every run, a row each, in the buckets that any of them uses.
class Rows {
 public:
  Rows(std::span<const CountDistribution> first, std::span<const CountDistribution> second)
      : runs_(first.size() + second.size()) {
    std::vector<const CountDistribution*> all;
    for (const CountDistribution& run : first) all.push_back(&run);
    for (const CountDistribution& run : second) all.push_back(&run);
    std::vector<bool> used;
    for (const CountDistribution* run : all) {
      const auto buckets = run->buckets();
      used.resize(std::max(used.size(), buckets.size()));
      for (std::size_t k = 0; k < buckets.size(); ++k) used[k] = used[k] || buckets[k] > 0;
    }
    width_ = static_cast<std::size_t>(std::count(used.begin(), used.end(), true));
    for (const CountDistribution* run : all) {
      const auto buckets = run->buckets();
      for (std::size_t k = 0; k < used.size(); ++k) {
        if (used[k]) counts_.push_back(k < buckets.size() ? buckets[k] : 0);
      }
    }
    sums_[0].resize(width_);
    sums_[1].resize(width_);
  }

  double distance_of(std::span<const std::uint8_t> in_first) {
    for (auto& sum : sums_) std::fill(sum.begin(), sum.end(), 0);
    for (std::size_t run = 0; run < runs_; ++run) {
      std::vector<std::uint64_t>& sum = sums_[in_first[run] != 0 ? 0 : 1];
      const std::uint64_t* const row = counts_.data() + run * width_;
      for (std::size_t k = 0; k < width_; ++k) sum[k] += row[k];
    }
    return distance(sums_[0], sums_[1]);
  }

 private:
  std::size_t runs_;
  std::size_t width_ = 0;
  std::vector<std::uint64_t> counts_;
  std::vector<std::uint64_t> sums_[2];
};

}  // namespace

double ks_distance(const CountDistribution& a, const CountDistribution& b) {
  Rows rows({&a, 1}, {&b, 1});
  const std::uint8_t in_first[] = {1, 0};
  return rows.distance_of(in_first);
}

PermutationTest ks_test(std::span<const CountDistribution> first,
                        std::span<const CountDistribution> second) {
  Rows rows(first, second);
  return permutation_test(first.size(), second.size(), [&](std::span<const std::uint8_t> in_first) {
    return rows.distance_of(in_first);
  });
}

}  // namespace hogtie
