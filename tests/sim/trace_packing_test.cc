#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/trace/schedule_packing.h"
#include "tests/sim/trace_testing.h"

namespace hogtie {
namespace {

using testing::uniform_schedule;

// The layout as it is documented, bit by bit.
std::string packed_slowly(const std::vector<std::uint32_t>& ids, std::uint32_t bits) {
  std::string bytes(packed_size(ids.size(), bits), '\0');
  for (std::size_t i = 0; i < ids.size(); ++i) {
    for (std::uint32_t j = 0; j < bits; ++j) {
      const std::size_t k = i * bits + j;
      if (ids[i] >> j & 1) bytes[k / 8] = static_cast<char>(bytes[k / 8] | 1 << k % 8);
    }
  }
  return bytes;
}

TEST(WorkerBits, NamesTheLargestWorker) {
  EXPECT_EQ(worker_bits(1), 1U);
  EXPECT_EQ(worker_bits(2), 1U);
  EXPECT_EQ(worker_bits(3), 2U);
  EXPECT_EQ(worker_bits(8), 3U);
  EXPECT_EQ(worker_bits(9), 4U);
  EXPECT_EQ(worker_bits(100000), 17U);
  EXPECT_EQ(worker_bits(kMostWorkers), 17U);
  EXPECT_THROW(worker_bits(0), std::invalid_argument);
  EXPECT_THROW(worker_bits(kMostWorkers + 1), std::invalid_argument);
}

TEST(PackedSize, RoundsUpToBytes) {
  EXPECT_EQ(packed_size(0, 17), 0U);
  EXPECT_EQ(packed_size(1, 1), 1U);
  EXPECT_EQ(packed_size(8, 1), 1U);
  EXPECT_EQ(packed_size(9, 1), 2U);
  EXPECT_EQ(packed_size(3, 3), 2U);
  EXPECT_EQ(packed_size(64, 17), 136U);
}

class Packing : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(Packing, IsAsDocumentedAndComesBack) {
  const std::uint32_t bits = GetParam();
  for (const std::size_t count : {0U, 1U, 2U, 7U, 8U, 9U, 63U, 64U, 65U, 127U, 128U, 129U, 1000U}) {
    const auto ids = uniform_schedule(count, std::uint32_t{1} << bits, count);
    std::string bytes = "before";
    pack(ids, bits, bytes);
    ASSERT_EQ(bytes, "before" + packed_slowly(ids, bits)) << count;

    std::vector<std::uint32_t> back(count, 77);
    ASSERT_TRUE(unpack(std::string_view(bytes).substr(6), bits, back));
    ASSERT_EQ(back, ids) << count;
  }
}

TEST_P(Packing, GroupsPackPieceByPiece) {
  const auto ids = uniform_schedule(5 * kPackedGroup + 3, std::uint32_t{1} << GetParam(), 1);
  std::string whole;
  pack(ids, GetParam(), whole);
  std::string pieces;
  pack(std::span(ids).first(2 * kPackedGroup), GetParam(), pieces);
  pack(std::span(ids).subspan(2 * kPackedGroup), GetParam(), pieces);
  EXPECT_EQ(pieces, whole);
}

TEST_P(Packing, OnlyTheExactSizeUnpacks) {
  const std::uint32_t bits = GetParam();
  for (const std::size_t count : {1U, 64U, 100U}) {
    std::vector<std::uint32_t> ids(count);
    const std::size_t size = packed_size(count, bits);
    EXPECT_TRUE(unpack(std::string(size, '\0'), bits, ids));
    EXPECT_FALSE(unpack(std::string(size + 1, '\0'), bits, ids));
    EXPECT_FALSE(unpack(std::string(size - 1, '\0'), bits, ids));
  }
}

TEST_P(Packing, BitsAfterTheLastIdDoNotUnpack) {
  const std::uint32_t bits = GetParam();
  for (std::size_t count = 1; count <= 2 * kPackedGroup; ++count) {
    std::string bytes(packed_size(count, bits), '\0');
    std::vector<std::uint32_t> ids(count);
    for (std::size_t k = count * bits; k < 8 * bytes.size(); ++k) {
      bytes.back() = static_cast<char>(1 << k % 8);
      EXPECT_FALSE(unpack(bytes, bits, ids)) << count;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(AllWidths, Packing, ::testing::Range(1U, 18U));

TEST(PackingWidths, AreOneToSeventeen) {
  std::string bytes;
  std::vector<std::uint32_t> ids(1);
  for (const std::uint32_t bits : {0U, 18U, ~0U}) {
    EXPECT_THROW(pack(ids, bits, bytes), std::out_of_range);
    EXPECT_THROW((void)unpack(bytes, bits, ids), std::out_of_range);
  }
}

}  // namespace
}  // namespace hogtie
