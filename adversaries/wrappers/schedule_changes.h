#pragma once

#include <cstdint>
#include <vector>

namespace hogtie {

/// A worker that is held back from a step on, while others take so many steps.
struct Stall {
  std::uint32_t worker;
  std::uint64_t step;
  std::uint64_t steps;
};

/// A worker that from a step on takes one step for each `factor` that it would take.
struct Slowdown {
  std::uint32_t worker;
  std::uint64_t step;
  std::uint64_t factor;  ///< At least 1.
};

/// How a schedule is changed. Steps are those of the schedule as it was, from 0.
struct ScheduleChanges {
  std::vector<Stall> stalls;
  std::vector<Slowdown> slowdowns;
};

}  // namespace hogtie
