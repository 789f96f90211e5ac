#pragma once

#include <Random123/MicroURNG.hpp>
#include <Random123/philox.h>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cstdint>

namespace hogtie {

/// The coins of one iteration of one worker: the counter-based generator Philox4x64-10 (Salmon et
/// al. 2011), keyed by (seed, worker, iteration) and counted by draw. The coins of an iteration are
/// the same under every schedule.
///
/// Gaussian draws come from Boost's ziggurat, whose values are sums and products of table entries;
/// libm decides only whether a point in a thin band is accepted.
class Coins {
 public:
  Coins(std::uint64_t seed, std::uint32_t worker, std::uint64_t iteration)
      : bits_({{iteration, worker, 0, 0}}, {{seed, 0}}) {}

  /// 64 uniform bits.
  std::uint64_t bits() { return bits_(); }

  /// Uniform on {0, ..., count - 1}; count >= 1.
  std::uint64_t index(std::uint64_t count) {
    return boost::random::uniform_int_distribution<std::uint64_t>(0, count - 1)(bits_);
  }

  /// Standard normal.
  double gaussian() { return boost::random::normal_distribution<double>()(bits_); }

 private:
  r123::MicroURNG<r123::Philox4x64> bits_;
};

}  // namespace hogtie
