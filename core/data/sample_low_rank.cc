#include "core/data/sample_low_rank.h"

#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <cstddef>
#include <vector>

#include "core/random/bit_stream.h"

namespace hogtie {
namespace {

std::vector<double> factor(std::size_t entries, double deviation, BitStream& random) {
  boost::random::normal_distribution<double> normal(0, deviation);
  std::vector<double> factor(entries);
  for (double& entry : factor) entry = normal(random);
  return factor;
}

}  // namespace

ObservedMatrix sample_low_rank(const LowRankSettings& settings, std::uint64_t seed) {
  BitStream random(seed, kDataDomain);
  const std::size_t rank = settings.rank;
  // Var sum_k A_ik B_jk = rank deviation^4.
  const double deviation = 1 / std::sqrt(std::sqrt(static_cast<double>(rank)));
  const std::vector<double> a = factor(settings.rows * rank, deviation, random);
  const std::vector<double> b = factor(settings.columns * rank, deviation, random);
  ObservedMatrix matrix;
  matrix.rows = settings.rows;
  matrix.columns = settings.columns;
  boost::random::normal_distribution<double> normal;
  for (std::uint32_t i = 0; i < settings.rows; ++i) {
    for (std::uint32_t j = 0; j < settings.columns; ++j) {
      const double coin = std::ldexp(static_cast<double>(random()), -32);
      if (coin >= settings.observed) continue;
      double value = 0;
      for (std::size_t k = 0; k < rank; ++k) value += a[i * rank + k] * b[j * rank + k];
      if (settings.noise > 0) value += settings.noise * normal(random);
      matrix.row.push_back(i);
      matrix.column.push_back(j);
      matrix.value.push_back(value);
    }
  }
  return matrix;
}

}  // namespace hogtie
