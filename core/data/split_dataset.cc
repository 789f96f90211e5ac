#include "core/data/split_dataset.h"

#include <Random123/philox.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace hogtie {
namespace {

constexpr std::uint64_t kSplitDomain = 3;  // workers' coins have 0, adversaries' 1, trials' 2

/// Uniform on [0, 1).
double coin(std::uint64_t seed, std::uint64_t row) {
  constexpr int kDigits = 53;
  const std::uint64_t word = r123::Philox4x64()({{row, 0, 0, 0}}, {{seed, kSplitDomain}})[0];
  return std::ldexp(static_cast<double>(word >> (64 - kDigits)), -kDigits);
}

Dataset without_rows(const Dataset& data, std::size_t features) {
  Dataset empty;
  static_cast<DataOrigin&>(empty) = static_cast<const DataOrigin&>(data);
  empty.features = features;
  return empty;
}

/// Adds the part of a row that its features allow for.
void add_row(const Dataset& from, std::size_t i, Dataset& to) {
  const Row row = from.row(i);
  const auto end = std::lower_bound(row.indices.begin(), row.indices.end(), to.features);
  const std::ptrdiff_t count = end - row.indices.begin();
  to.indices.insert(to.indices.end(), row.indices.begin(), end);
  to.values.insert(to.values.end(), row.values.begin(), row.values.begin() + count);
  to.labels.push_back(row.label);
  to.lines.push_back(from.lines[i]);
  to.row_offsets.push_back(to.indices.size());
}

}  // namespace

DatasetSplit split_dataset(const Dataset& data, double test_fraction, std::uint64_t seed) {
  DatasetSplit split{without_rows(data, data.features), without_rows(data, data.features)};
  for (std::size_t i = 0; i < data.rows(); ++i) {
    add_row(data, i, coin(seed, i) < test_fraction ? split.test : split.training);
  }
  return split;
}

Dataset with_features(const Dataset& data, std::size_t features) {
  Dataset cut = without_rows(data, features);
  for (std::size_t i = 0; i < data.rows(); ++i) add_row(data, i, cut);
  return cut;
}

}  // namespace hogtie
