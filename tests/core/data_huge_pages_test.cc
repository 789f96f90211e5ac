#include "core/data/huge_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace hogtie {
namespace {

// 8 MiB of indices and 16 of values cover huge pages whatever they begin at; a few rows do not.
TEST(HugePages, RowsStayWhatTheyAre) {
  for (const std::size_t size : {std::size_t{3}, std::size_t{1} << 21}) {
    Dataset data;
    for (std::size_t k = 0; k < size; ++k) {
      data.indices.push_back(static_cast<std::uint32_t>(k));
      data.values.push_back(static_cast<double>(k) + 0.5);
    }
    data.row_offsets = {0, 1, size};
    data.labels = {1, -1};
    data.features = size;
    const Dataset before = data;
    move_to_huge_pages(data);
    EXPECT_TRUE(std::ranges::equal(data.indices, before.indices));
    EXPECT_TRUE(std::ranges::equal(data.values, before.values));
    EXPECT_EQ(data.row(1).values.size(), size - 1);
  }
}

}  // namespace
}  // namespace hogtie
