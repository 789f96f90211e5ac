#pragma once

#include <Random123/philox.h>  // before MicroURNG.hpp, which needs its macros

#include <Random123/MicroURNG.hpp>
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
  using result_type = std::uint64_t;

  Coins(std::uint64_t seed, std::uint32_t worker, std::uint64_t iteration)
      : bits_({{iteration, worker, 0, 0}}, {{seed, 0}}) {}

  /// The next 64 uniform bits: Coins is a uniform random bit generator.
  std::uint64_t operator()() {
    ++flipped_;
    return bits_();
  }
  static constexpr std::uint64_t min() { return 0; }
  static constexpr std::uint64_t max() { return ~std::uint64_t{0}; }

  /// Uniform on {0, ..., count - 1}; count >= 1.
  std::uint64_t index(std::uint64_t count) {
    return boost::random::uniform_int_distribution<std::uint64_t>(0, count - 1)(*this);
  }

  /// Standard normal.
  double gaussian() { return boost::random::normal_distribution<double>()(*this); }

  /// Number of 64-bit draws so far.
  std::uint64_t flipped() const { return flipped_; }

 private:
  r123::MicroURNG<r123::Philox4x64> bits_;
  std::uint64_t flipped_ = 0;
};

}  // namespace hogtie
