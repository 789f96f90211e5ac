#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/memory/operation.h"

namespace hogtie {
namespace {

// Two doubles, X[0] and X[1], and two counters, C[0] and C[1], which are registers 2 and 3.
constexpr RegisterLayout kLayout{2, 2};
constexpr std::uint32_t kCounter = 2;

class Apply : public ::testing::Test {
 protected:
  Apply() : cells_(kLayout.size()) {
    cells_[0] = 1.5;
    cells_[1] = -2.0;
    cells_[2] = to_double(7);
    cells_[3] = to_double(9);
  }

  OperationResult apply(const Operation& operation) {
    return hogtie::apply(operation, kLayout, cells_.data());
  }
  double x(std::uint32_t index) const { return cells_[index]; }
  std::uint64_t c(std::uint32_t index) const { return to_word(cells_[kCounter + index]); }

  std::vector<double> cells_;
};

TEST_F(Apply, ReadOfADouble) {
  const OperationResult result = apply({OperationKind::kRead, 0});
  EXPECT_EQ(to_double(result.previous), 1.5);
  EXPECT_TRUE(result.applied);
  EXPECT_EQ(x(0), 1.5);
}

TEST_F(Apply, ReadOfACounter) {
  const OperationResult result = apply({OperationKind::kRead, kCounter});
  EXPECT_EQ(result.previous, 7u);
  EXPECT_TRUE(result.applied);
  EXPECT_EQ(c(0), 7u);
}

TEST_F(Apply, WriteOfADouble) {
  const OperationResult result = apply({OperationKind::kWrite, 1, to_word(0.25)});
  EXPECT_EQ(to_double(result.previous), -2.0);
  EXPECT_TRUE(result.applied);
  EXPECT_EQ(x(0), 1.5);
  EXPECT_EQ(x(1), 0.25);
}

TEST_F(Apply, WriteOfACounter) {
  const OperationResult result = apply({OperationKind::kWrite, kCounter + 1, 11});
  EXPECT_EQ(result.previous, 9u);
  EXPECT_EQ(c(0), 7u);
  EXPECT_EQ(c(1), 11u);
}

TEST_F(Apply, FetchAddOfADouble) {
  const OperationResult result = apply({OperationKind::kFetchAdd, 0, to_word(-0.25)});
  EXPECT_EQ(to_double(result.previous), 1.5);
  EXPECT_TRUE(result.applied);
  EXPECT_EQ(x(0), 1.25);
}

TEST_F(Apply, FetchAddOfACounter) {
  const OperationResult result = apply({OperationKind::kFetchAdd, kCounter, 3});
  EXPECT_EQ(result.previous, 7u);
  EXPECT_EQ(c(0), 10u);
}

TEST_F(Apply, CountersAreWholeBeyondWhatADoubleHolds) {
  // 2^53 + 1 is the first integer that is no double.
  constexpr std::uint64_t kOdd = (std::uint64_t{1} << 53) + 1;
  cells_[2] = to_double(kOdd);
  EXPECT_EQ(apply({OperationKind::kFetchAdd, kCounter, 2}).previous, kOdd);
  EXPECT_EQ(c(0), kOdd + 2);
}

TEST_F(Apply, CountersWrapAround) {
  cells_[2] = to_double(std::numeric_limits<std::uint64_t>::max());
  apply({OperationKind::kFetchAdd, kCounter, 2});
  EXPECT_EQ(c(0), 1u);
}

TEST_F(Apply, CompareAndSwapOfADouble) {
  OperationResult result = apply({OperationKind::kCompareAndSwap, 0, to_word(4.0), to_word(1.25)});
  EXPECT_EQ(to_double(result.previous), 1.5);
  EXPECT_FALSE(result.applied);
  EXPECT_EQ(x(0), 1.5);

  result = apply({OperationKind::kCompareAndSwap, 0, to_word(4.0), to_word(1.5)});
  EXPECT_EQ(to_double(result.previous), 1.5);
  EXPECT_TRUE(result.applied);
  EXPECT_EQ(x(0), 4.0);
}

TEST_F(Apply, CompareAndSwapComparesBits) {
  cells_[0] = -0.0;
  EXPECT_FALSE(apply({OperationKind::kCompareAndSwap, 0, to_word(1.0), to_word(0.0)}).applied);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  cells_[0] = nan;
  EXPECT_TRUE(apply({OperationKind::kCompareAndSwap, 0, to_word(1.0), to_word(nan)}).applied);
  EXPECT_EQ(x(0), 1.0);
}

TEST_F(Apply, CompareAndSwapOfACounter) {
  EXPECT_FALSE(apply({OperationKind::kCompareAndSwap, kCounter, 1, 8}).applied);
  EXPECT_EQ(c(0), 7u);
  EXPECT_TRUE(apply({OperationKind::kCompareAndSwap, kCounter, 1, 7}).applied);
  EXPECT_EQ(c(0), 1u);
}

TEST_F(Apply, GuardedFetchAddLooksAtItsGuard) {
  Operation add{OperationKind::kGuardedFetchAdd, 1, to_word(0.5), 9, kCounter};
  OperationResult result = apply(add);  // C[0] is 7
  EXPECT_EQ(to_double(result.previous), -2.0);
  EXPECT_FALSE(result.applied);
  EXPECT_EQ(x(1), -2.0);

  add.guard = kCounter + 1;  // C[1] is 9
  result = apply(add);
  EXPECT_EQ(to_double(result.previous), -2.0);
  EXPECT_TRUE(result.applied);
  EXPECT_EQ(x(1), -1.5);
  EXPECT_EQ(c(0), 7u);
  EXPECT_EQ(c(1), 9u);
}

TEST_F(Apply, GuardedFetchAddOfACounter) {
  EXPECT_TRUE(apply({OperationKind::kGuardedFetchAdd, kCounter, 5, 9, kCounter + 1}).applied);
  EXPECT_EQ(c(0), 12u);
}

TEST(Describe, NamesKindRegisterAndOperands) {
  const Word quarter = to_word(-0.25);
  EXPECT_EQ(describe({OperationKind::kRead, 1}, kLayout), "read X[1]");
  EXPECT_EQ(describe({OperationKind::kRead, 3}, kLayout), "read C[1]");
  EXPECT_EQ(describe({OperationKind::kWrite, 0, quarter}, kLayout), "write X[0] -0.25");
  EXPECT_EQ(describe({OperationKind::kWrite, 2, 12}, kLayout), "write C[0] 12");
  EXPECT_EQ(describe({OperationKind::kFetchAdd, 1, quarter}, kLayout), "fetch&add X[1] -0.25");
  EXPECT_EQ(describe({OperationKind::kFetchAdd, 2, 1}, kLayout), "fetch&add C[0] 1");
  EXPECT_EQ(describe({OperationKind::kCompareAndSwap, 0, quarter, to_word(3.0)}, kLayout),
            "compare&swap X[0] 3 -> -0.25");
  EXPECT_EQ(describe({OperationKind::kCompareAndSwap, 3, 8, 7}, kLayout),
            "compare&swap C[1] 7 -> 8");
  EXPECT_EQ(describe({OperationKind::kGuardedFetchAdd, 0, quarter, 4, 3}, kLayout),
            "guarded fetch&add X[0] -0.25 if C[1] = 4");
}

TEST(Describe, WritesDoublesSoThatTheyCanBeReadBack) {
  EXPECT_EQ(describe({OperationKind::kWrite, 0, to_word(0.1)}, kLayout), "write X[0] 0.1");
  // The longest shortest form: sign, 17 digits, point, exponent of three digits.
  EXPECT_EQ(describe({OperationKind::kWrite, 0, to_word(-2.2250738585072014e-308)}, kLayout),
            "write X[0] -2.2250738585072014e-308");
  EXPECT_EQ(describe({OperationKind::kWrite, 0, to_word(HUGE_VAL)}, kLayout), "write X[0] inf");
}

}  // namespace
}  // namespace hogtie
