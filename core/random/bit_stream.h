#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>

namespace hogtie {

/// Domain of the streams that adversaries draw from.
inline constexpr std::uint64_t kAdversaryDomain = 1;

/// Those of objectives (2 and 3 are taken by trial_seed and split_dataset): data that are sampled,
/// random starting points, and what finding x* flips coins for.
inline constexpr std::uint64_t kDataDomain = 4;
inline constexpr std::uint64_t kInitialDomain = 5;
inline constexpr std::uint64_t kOptimumDomain = 6;

/// A long stream of random numbers, Philox4x64-10 in counter order: for schedules, which draw at
/// every step. Numbers are made in blocks, so that a draw is a load. Streams of different `domain`
/// are independent of each other, and of every worker's coins (domain 0 of the same seed).
class BitStream {
 public:
  using result_type = std::uint32_t;

  BitStream(std::uint64_t seed, std::uint64_t domain) : seed_(seed), domain_(domain) {}

  /// 32 uniform bits: BitStream is a uniform random bit generator.
  std::uint32_t operator()() { return next(); }
  static constexpr std::uint32_t min() { return 0; }
  static constexpr std::uint32_t max() { return ~std::uint32_t{0}; }

  /// Uniform on {0, ..., count - 1}; 1 <= count < 2^32. Multiplication with rejection (Lemire
  /// 2019).
  std::uint32_t index(std::uint32_t count) {
    for (;;) {
      const std::uint64_t product = std::uint64_t{next()} * count;
      const auto low = static_cast<std::uint32_t>(product);
      if (low >= count || low >= (0u - count) % count) [[likely]] {
        return static_cast<std::uint32_t>(product >> 32);
      }
    }
  }

 private:
  static constexpr std::uint32_t kBlock = 256;

  std::uint32_t next() {
    if (used_ == kBlock) [[unlikely]] {
      refill();
    }
    return block_[used_++];
  }

  [[gnu::noinline]] void refill() {
    for (std::uint32_t k = 0; k < kBlock; k += 8) {
      const auto words = r123::Philox4x64()({{count_++, 0, 0, 0}}, {{seed_, domain_}});
      for (std::uint32_t w = 0; w < 4; ++w) {
        block_[k + 2 * w] = static_cast<std::uint32_t>(words[w]);
        block_[k + 2 * w + 1] = static_cast<std::uint32_t>(words[w] >> 32);
      }
    }
    used_ = 0;
  }

  std::uint64_t seed_;
  std::uint64_t domain_;
  std::uint64_t count_ = 0;
  std::uint32_t used_ = kBlock;
  std::array<std::uint32_t, kBlock> block_;
};

}  // namespace hogtie
