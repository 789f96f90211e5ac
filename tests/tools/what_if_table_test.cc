#include "tools/hogtie/commands/what_if/what_if_table.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace hogtie {
namespace {

// After an interrupt of the replay there is no changed run to compare with.
TEST(WhatIfTable, WithoutAChangedRunItsColumnIsEmpty) {
  WhatIfReport report;
  report.recorded.run.metrics.set_steps(5);
  const Table table = what_if_table(report);
  EXPECT_EQ(std::get<std::uint64_t>(table.rows()[1][1]), 5u);
  for (const std::vector<Cell>& row : table.rows()) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(row[2])) << std::get<std::string>(row[0]);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(row[3])) << std::get<std::string>(row[0]);
  }
}

}  // namespace
}  // namespace hogtie
