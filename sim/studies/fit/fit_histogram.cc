#include "sim/studies/fit/fit_histogram.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace hogtie {
namespace {

constexpr std::uint64_t kToADoubling = 16;

/// Values in the bin that begins with this one.
std::uint64_t width(std::uint64_t from) {
  return std::max<std::uint64_t>(1, std::bit_floor(from) / kToADoubling);
}

}  // namespace

google::protobuf::RepeatedPtrField<proto::Bin> logarithmic_bins(
    const CountDistribution& distribution) {
  // Its buckets lie within the bins: there are 64 of them to a doubling.
  google::protobuf::RepeatedPtrField<proto::Bin> bins;
  const auto buckets = distribution.buckets();
  std::uint64_t from = 1;
  std::uint64_t count = 0;
  const auto close = [&] {
    if (count == 0) return;
    proto::Bin& bin = *bins.Add();
    bin.set_from(from);
    const std::uint64_t to = std::min(from + width(from) - 1, distribution.maximum());
    if (to > from) bin.set_to(to);
    bin.set_count(static_cast<double>(count));
    count = 0;
  };
  for (std::size_t k = 1; k < buckets.size(); ++k) {
    if (buckets[k] == 0) continue;
    const std::uint64_t value = CountDistribution::smallest(k);
    const std::uint64_t of = value - value % width(value);
    if (of != from) close();
    from = of;
    count += buckets[k];
  }
  close();
  return bins;
}

}  // namespace hogtie
