#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "adversaries/strategies/sequential.h"
#include "sim/machine/simulated_memory.h"
#include "tests/sim/machine_testing.h"

namespace hogtie::testing {

using Lines = std::vector<std::string>;

inline constexpr DoubleRegister kX0{0};
inline constexpr DoubleRegister kX1{1};
inline constexpr CounterRegister kC0{0};
inline constexpr CounterRegister kC1{1};

// A machine with X[0..4), C[0..2) and one worker, or more.
class OneMachine : public ::testing::Test {
 protected:
  explicit OneMachine(std::uint32_t workers = 1) : machine_(small_machine(workers, 4, 2)) {
    machine_.add_reader(log_);
  }

  template <class Program>
  void run(const Program& program) {
    Sequential sequential;
    const Ending ending = simulate(machine_, sequential, program);
    EXPECT_EQ(ending.verdict, proto::COMPLETED) << ending.detail;
  }

  double& x(std::uint32_t index) { return machine_.execution().cells[index]; }
  std::uint64_t c(std::uint32_t index) { return to_word(machine_.execution().cells[4 + index]); }
  void set_c(std::uint32_t index, std::uint64_t value) {
    machine_.execution().cells[4 + index] = to_double(value);
  }

  Machine machine_;
  Log log_;
};

}  // namespace hogtie::testing
