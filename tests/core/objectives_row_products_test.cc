#include "core/objectives/row_products.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/random/coins.h"
#include "tests/core/testing_objectives.h"

namespace hogtie {
namespace {

/// Rows of doubles whose sums round.
Dataset some_rows(std::size_t rows, std::uint32_t features, bool dense) {
  std::vector<TestRow> all;
  Coins coins(1, 0, 0);
  for (std::size_t i = 0; i < rows; ++i) {
    TestRow row{1, {}};
    for (std::uint32_t j = 0; j < features; ++j) {
      if (!dense && (i + j) % 3 == 0) continue;
      row.entries.emplace_back(j, 0.1 + static_cast<double>(coins.index(1000)) / 7);
    }
    all.push_back(row);
  }
  return make_dataset(features, all);
}

/// Without zeros, several rows are taken at once: of 11 some, and the last ones alone.
TEST(RowProducts, AreSummedInOrderOfTheCoordinates) {
  for (const bool dense : {true, false}) {
    const Dataset data = some_rows(11, 5, dense);
    const std::vector<double> x{0.3, -1.7, 1e9, 1.0 / 3, -1e9};
    const std::vector<double> products = row_products(data, x);
    ASSERT_EQ(products.size(), 11u);
    for (std::size_t i = 0; i < 11; ++i) {
      const Row row = data.row(i);
      double sum = 0;
      for (std::size_t k = 0; k < row.values.size(); ++k) sum += row.values[k] * x[row.indices[k]];
      EXPECT_EQ(products[i], sum) << i;
    }
  }
}

TEST(RowProducts, RowsAreAddedInOrder) {
  for (const bool dense : {true, false}) {
    const Dataset data = some_rows(11, 5, dense);
    std::vector<double> factors;
    for (int i = 0; i < 11; ++i) factors.push_back((i % 2 == 0 ? 1e8 : -0.7) / (i + 1));
    std::vector<double> sum{1, 2, 3, 4, 5};
    std::vector<double> expected = sum;
    add_rows(data, factors, sum);
    for (std::size_t i = 0; i < 11; ++i) {
      const Row row = data.row(i);
      for (std::size_t k = 0; k < row.values.size(); ++k) {
        expected[row.indices[k]] += factors[i] * row.values[k];
      }
    }
    EXPECT_EQ(sum, expected);
  }
}

}  // namespace
}  // namespace hogtie
