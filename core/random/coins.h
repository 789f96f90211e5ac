#pragma once

#include <Random123/philox.h>

#include <algorithm>
#include <array>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cstdint>

namespace hogtie {

/// The coins of one iteration of one worker: the counter-based generator Philox4x64-10 (Salmon et
/// al. 2011), keyed by (seed, worker, iteration) and counted by draw. The coins of an iteration are
/// the same under every schedule. The words of a block come in the order of Random123's MicroURNG,
/// whose state is thrice as large.
///
/// Gaussian draws come from Boost's ziggurat, whose values are sums and products of table entries;
/// libm decides only whether a point in a thin band is accepted.
class Coins {
 public:
  using result_type = std::uint64_t;

  Coins(std::uint64_t seed, std::uint32_t worker, std::uint64_t iteration)
      : seed_(seed), iteration_(iteration), worker_(worker) {}

  /// The coins of another iteration of the same worker, from the first draw on.
  void restart(std::uint64_t iteration) {
    iteration_ = iteration;
    flipped_ = 0;
  }

  /// Back to the first draw, which need not be made a second time.
  void rewind() { flipped_ = flipped_ > 0 && flipped_ <= kWords ? kRewound : 0; }
  /// Whether that is where they are.
  bool rewound() const { return flipped_ == kRewound; }

  /// The next 64 uniform bits: Coins is a uniform random bit generator.
  std::uint64_t operator()() {
    const std::uint32_t word = flipped_ % kWords;
    if (word == 0) {
      if (rewound()) {
        flipped_ = 0;
      } else {
        // The block's number is in the high half of the last word.
        const std::uint64_t block = std::uint64_t{flipped_ / kWords} << 32;
        const auto words = r123::Philox4x64()({{iteration_, worker_, 0, block}}, {{seed_, 0}});
        std::copy(words.begin(), words.end(), block_.begin());
      }
    }
    ++flipped_;
    return block_[kWords - 1 - word];
  }
  static constexpr std::uint64_t min() { return 0; }
  static constexpr std::uint64_t max() { return ~std::uint64_t{0}; }

  /// Uniform on {0, ..., count - 1}; count >= 1.
  std::uint64_t index(std::uint64_t count) {
    return boost::random::uniform_int_distribution<std::uint64_t>(0, count - 1)(*this);
  }

  /// Uniform in [0, 1), of 53 bits.
  double uniform() { return static_cast<double>((*this)() >> 11) * 0x1p-53; }

  /// Standard normal.
  double gaussian() { return boost::random::normal_distribution<double>()(*this); }

  /// Number of 64-bit draws so far, less than 2^32 - 4.
  std::uint64_t flipped() const { return rewound() ? 0 : flipped_; }

 private:
  static constexpr std::uint32_t kWords = 4;  ///< Words of a block.
  /// In the place of `flipped_`: none, but the first block is there. A multiple of kWords, as 0 is.
  static constexpr std::uint32_t kRewound = ~std::uint32_t{0} - 3;

  std::uint64_t seed_;
  std::uint64_t iteration_;
  std::uint32_t worker_;
  std::uint32_t flipped_ = 0;
  std::array<std::uint64_t, 4> block_;
};

}  // namespace hogtie
