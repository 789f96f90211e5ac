#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/memory/script.h"

namespace hogtie {
namespace {

using Update = std::vector<double>;

// A script that reads X[0], X[1], X[2], computes, adds to the same, and has a fetch&add on C[0]
// (register 3) behind: what EpochSGD posts.
class ReadAdd : public ::testing::Test {
 protected:
  ReadAdd() {
    script_.registers = registers_.data();
    script_.values = values_.data();
    script_.scalars = &special_;
    script_.capacity = static_cast<std::uint32_t>(registers_.size());
    script_.scalars_capacity = 1;
    script_.size = 7;
    script_.scalar_count = 1;
    script_.segment_count = 3;
    script_.segments[0] = {list_.data(), 0, 3, OperationKind::kRead, true};
    script_.segments[1] = {list_.data(), 0, 3, OperationKind::kFetchAdd, true};
    script_.segments[2] = {nullptr, 3, 1, OperationKind::kFetchAdd, true};
    special_ = {6, {OperationKind::kFetchAdd, 3, 1}, {}};
    script_.compute_at = 3;
    script_.update_begin = 3;
    script_.update_size = 3;
    script_.view_size = 3;
    script_.ends_at = 6;
    script_.iteration_open = true;
    script_.computation = {
        [](void* context, std::span<const double> view, std::span<double> update) {
          auto& self = *static_cast<ReadAdd*>(context);
          self.seen_.assign(view.begin(), view.end());
          std::copy(self.update_.begin(), self.update_.end(), update.begin());
        },
        this};
  }

  bool compute(const Update& update) {
    update_ = update;
    run_computation(script_);
    return settle_update(script_);
  }

  /// The next stop of a worker at this position of the script.
  std::uint32_t next_call(std::uint32_t position) {
    Cursor cursor{registers_.data(), values_.data(), position, 0, &script_};
    find_boundary(cursor);
    return cursor.boundary;
  }

  std::array<std::uint32_t, 3> list_{0, 1, 2};
  std::array<std::uint32_t, 8> registers_{0, 1, 2, 0, 1, 2, 3, 99};
  std::array<double, 8> values_{10, 20, 30, 0, 0, 0, kReadOperand, 99};
  ScalarOperation special_{};
  Script script_;
  Update update_;
  std::vector<double> seen_;
};

TEST_F(ReadAdd, ComputesFromTheViewWhatItAdds) {
  EXPECT_EQ(next_call(0), 3u);
  EXPECT_EQ(script_.boundary_kind, BoundaryKind::kCompute);
  EXPECT_FALSE(compute({-1, -2, -3}));
  EXPECT_EQ(seen_, (std::vector<double>{10, 20, 30}));
  EXPECT_EQ(script_.compute_at, kNever);
  EXPECT_EQ(script_.size, 7u);
  EXPECT_EQ(next_call(3), 7u);  // one past the scalar operation
  EXPECT_EQ(script_.boundary_kind, BoundaryKind::kScalarEnd);
  EXPECT_EQ(operation_at(script_, 0), (Operation{OperationKind::kRead, 0}));
  EXPECT_EQ(operation_at(script_, 4), (Operation{OperationKind::kFetchAdd, 1, to_word(-2)}));
  EXPECT_EQ(operation_at(script_, 6), (Operation{OperationKind::kFetchAdd, 3, 1}));
}

TEST_F(ReadAdd, AZeroInTheMiddleIsNoOperation) {
  EXPECT_TRUE(compute({-1, 0, -3}));
  EXPECT_EQ(script_.size, 6u);
  EXPECT_EQ(operation_at(script_, 3), (Operation{OperationKind::kFetchAdd, 0, to_word(-1)}));
  EXPECT_EQ(operation_at(script_, 4), (Operation{OperationKind::kFetchAdd, 2, to_word(-3)}));
  EXPECT_EQ(operation_at(script_, 5), (Operation{OperationKind::kFetchAdd, 3, 1}));
  EXPECT_EQ(registers_[5], 3u);
  EXPECT_EQ(special_.position, 5u);
  EXPECT_EQ(script_.ends_at, 5u);
  EXPECT_EQ(next_call(3), 6u);
}

TEST_F(ReadAdd, SegmentsNameTheRegistersThatAreLeft) {
  EXPECT_TRUE(compute({0, -2, -3}));
  const Segment& adds = script_.segments[1];
  ASSERT_EQ(adds.count, 2u);
  EXPECT_EQ(adds.first, 1u);
  EXPECT_EQ(adds.registers[0], 1u);
  EXPECT_EQ(adds.registers[1], 2u);
  EXPECT_EQ(script_.segments[0].count, 3u);
  EXPECT_EQ(script_.segments[2].count, 1u);
}

TEST_F(ReadAdd, WithoutAnyUpdateTheIterationEndsWithItsLastRead) {
  EXPECT_TRUE(compute({0, -0.0, 0}));
  EXPECT_EQ(script_.size, 4u);
  EXPECT_EQ(script_.ends_at, 3u);
  EXPECT_EQ(special_.position, 3u);
  EXPECT_EQ(operation_at(script_, 3), (Operation{OperationKind::kFetchAdd, 3, 1}));
}

TEST_F(ReadAdd, NotANumberIsNoZero) {
  EXPECT_FALSE(compute({-1, to_double(0x7ff8000000000000), -3}));
  EXPECT_EQ(script_.size, 7u);
}

TEST_F(ReadAdd, AnEndBeforeTheUpdateStaysWhereItIs) {
  script_.ends_at = 2;
  EXPECT_TRUE(compute({-1, 0, -3}));
  EXPECT_EQ(script_.ends_at, 2u);
}

TEST_F(ReadAdd, WithoutAnEndThereIsNoneAfterwards) {
  script_.ends_at = kNever;
  EXPECT_TRUE(compute({-1, 0, -3}));
  EXPECT_EQ(script_.ends_at, kNever);
}

}  // namespace
}  // namespace hogtie
