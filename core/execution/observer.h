#pragma once

#include <cstdint>

#include "core/execution/execution.h"
#include "core/memory/operation.h"

namespace hogtie {

/// One executed step.
struct Step {
  std::uint64_t number;  ///< From 0.
  std::uint32_t worker;
  Operation operation;
  OperationResult result;
};

/// Watches an execution without taking part in it. All calls for a step come before the next step:
/// first `step`, then the events of the local computation that follows it.
class Observer {
 public:
  virtual ~Observer() = default;

  virtual void step(const Execution&, const Step&) {}

  /// The worker's step `number` began iteration `iteration`.
  virtual void iteration_begun(const Execution&, std::uint32_t /*worker*/,
                               std::uint64_t /*iteration*/, std::uint64_t /*number*/) {}

  /// The worker has sampled a gradient, or posted an addition of values that it knows: what it will
  /// add is among the script's operations.
  virtual void update_sampled(const Execution&, std::uint32_t /*worker*/) {}

  /// The worker's step `number` was the last of its iteration.
  virtual void iteration_ended(const Execution&, std::uint32_t /*worker*/,
                               std::uint64_t /*iteration*/, std::uint64_t /*number*/) {}
};

}  // namespace hogtie
