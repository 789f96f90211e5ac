#include "core/random/coins.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace hogtie {
namespace {

using Words = std::array<std::uint64_t, 4>;

Words philox(const Words& counter, const std::array<std::uint64_t, 2>& key) {
  const auto block =
      r123::Philox4x64()({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
  return {block[0], block[1], block[2], block[3]};
}

TEST(Philox, KnownAnswers) {
  // The lines `philox4x64 10` of the file kat_vectors published with Random123.
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Words{0x16554d9eca36314c, 0xdb20fe9d672d0fdc,
                                                 0xd7e772cee186176b, 0x7e68b68aec7ba23b}));
  constexpr std::uint64_t kOnes = ~std::uint64_t{0};
  EXPECT_EQ(
      philox({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
      (Words{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}));
  EXPECT_EQ(
      philox({0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
             {0x452821e638d01377, 0xbe5466cf34e90c6c}),
      (Words{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}));
}

TEST(Coins, AreTheBlocksOfTheirKey) {
  // Philox4x64-10, written down anew from Salmon et al. 2011 and checked against the vectors above,
  // of key (seed, 0) and counters (iteration, worker, 0, 2^32 block), each block from its last
  // word.
  Coins coins(1, 3, 5);
  const std::vector<std::uint64_t> golden = {
      0x636f5269a9b8cb81, 0x4b28947dbe0e488e, 0x75af83cba217b0ee, 0xa8d0a64c586c89aa,
      0xf552fa17548dd92d, 0x34115512816f7058, 0x1a8b8c41be3600d2, 0x0a5a725260bf6e91};
  for (const std::uint64_t word : golden) EXPECT_EQ(coins(), word);
}

std::vector<std::uint64_t> first_bits(Coins coins) {
  std::vector<std::uint64_t> bits(9);
  for (auto& word : bits) word = coins();
  return bits;
}

TEST(Coins, DependOnTheirKeyAlone) {
  const auto expected = first_bits(Coins(7, 2, 9));
  Coins mine(7, 2, 9);
  Coins other(7, 3, 9);
  std::vector<std::uint64_t> interleaved;
  for (std::size_t k = 0; k < expected.size(); ++k) {
    for (std::size_t draws = 0; draws < k; ++draws) other.gaussian();
    interleaved.push_back(mine());
  }
  EXPECT_EQ(interleaved, expected);
}

TEST(Coins, DifferInEveryPartOfTheKey) {
  const std::vector<Coins> keys = {Coins(1, 2, 3), Coins(0, 2, 3), Coins(1, 0, 3),
                                   Coins(1, 2, 0), Coins(1, 3, 2), Coins(2, 1, 3)};
  std::vector<std::uint64_t> all;
  for (const Coins& key : keys) {
    const auto bits = first_bits(key);
    all.insert(all.end(), bits.begin(), bits.end());
  }
  std::ranges::sort(all);
  EXPECT_EQ(std::ranges::adjacent_find(all), all.end());
}

TEST(Coins, IndexIsUniform) {
  // Chi-squared with 9 degrees of freedom passes 33.72 with probability 1e-4.
  constexpr int kDraws = 100'000;
  std::array<int, 10> counts{};
  for (std::uint64_t t = 0; t < kDraws; ++t) {
    const std::uint64_t index = Coins(11, 0, t).index(counts.size());
    ASSERT_LT(index, counts.size());
    ++counts[index];
  }
  double chi_squared = 0;
  for (const int count : counts) {
    const double expected = kDraws / 10.0;
    chi_squared += (count - expected) * (count - expected) / expected;
  }
  EXPECT_LT(chi_squared, 33.72);
}

TEST(Coins, RewoundCoinsAreTheSame) {
  for (int drawn = 0; drawn < 10; ++drawn) {
    Coins coins(7, 2, 40);
    for (int k = 0; k < drawn; ++k) coins();
    coins.rewind();
    EXPECT_EQ(coins.flipped(), 0u);
    Coins copy = coins;
    Coins fresh(7, 2, 40);
    for (int k = 0; k < 10; ++k) {
      const std::uint64_t expected = fresh();
      EXPECT_EQ(coins(), expected);
      EXPECT_EQ(copy(), expected);
      EXPECT_EQ(coins.flipped(), fresh.flipped());
    }
    coins.rewind();
    coins.restart(41);
    EXPECT_FALSE(coins.rewound());
    EXPECT_EQ(coins(), Coins(7, 2, 41)());
  }
}

TEST(Coins, OneOutcomeTakesNoCoins) {
  Coins coins(1, 1, 1);
  EXPECT_EQ(coins.index(1), 0u);
  EXPECT_EQ(coins.flipped(), 0u);
}

TEST(Coins, GaussianGolden) {
  // The ziggurat of Marsaglia and Tsang 2000 with 128 layers, whose edges x_i were recomputed to 40
  // digits from their definition (layers of equal area; x_1 = 3.44261985589665212...), applied to
  // the words of Philox computed as above: of a word the low bit is the sign (1 positive), the next
  // 7 are the layer i, and the other 56 the fraction r of z = r x_i, accepted at once below
  // x_(i+1). Boost first clears bit 11 of the word.
  Coins coins(1, 3, 5);
  for (const double z : {0x1.30e27dad974c1p-1, -0x1.b083054e52e98p-2, -0x1.339ebfdf9464ap-2,
                         -0x1.a5db83058ac09p-1, 0x1.121c7aa3bee5ap+1, -0x1.7b4059b8cede8p-2}) {
    EXPECT_EQ(coins.gaussian(), z);
  }
  Coins more(7, 0, 12345);
  for (const double z : {0x1.78adbb2704a64p+1, -0x1.e4d4f90ccb768p-4, 0x1.88ac6220322e4p+1,
                         0x1.a2212ea148eb3p-2, -0x1.fcfc6fed59fecp-6, -0x1.de9809d5092d5p-2}) {
    EXPECT_EQ(more.gaussian(), z);
  }
}

TEST(Coins, GaussianIsStandardNormal) {
  constexpr std::size_t kDraws = 200'000;
  constexpr double kCount = kDraws;
  std::vector<double> draws;
  for (std::uint64_t t = 0; draws.size() < kDraws; ++t) {
    Coins coins(5, 1, t);
    for (int j = 0; j < 4; ++j) draws.push_back(coins.gaussian());
  }
  double sum = 0;
  double squares = 0;
  double tail = 0;
  for (const double z : draws) {
    sum += z;
    squares += z * z;
    tail += std::abs(z) > 3.442619855899 ? 1 : 0;
  }
  // Four standard errors each, about 6e-5: 1 of the mean, sqrt(2) of the square, and
  // sqrt(N p) of the number of draws beyond the last layer, p = erfc(3.4426/sqrt(2)) = 5.7611e-4.
  EXPECT_NEAR(sum / kCount, 0, 4 / std::sqrt(kCount));
  EXPECT_NEAR(squares / kCount, 1, 4 * std::sqrt(2 / kCount));
  EXPECT_NEAR(tail, kCount * 5.7611e-4, 4 * std::sqrt(kCount * 5.7611e-4));

  // Kolmogorov and Smirnov: sqrt(N) D passes 1.95 with probability 2 exp(-2 1.95^2) = 0.001.
  std::ranges::sort(draws);
  double distance = 0;
  for (std::size_t k = 0; k < kDraws; ++k) {
    const double below = std::erfc(-draws[k] / std::sqrt(2.0)) / 2;
    const double rank = static_cast<double>(k);
    distance = std::max({distance, below - rank / kCount, (rank + 1) / kCount - below});
  }
  EXPECT_LT(std::sqrt(kCount) * distance, 1.95);
}

}  // namespace
}  // namespace hogtie
