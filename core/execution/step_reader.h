#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/execution/execution.h"
#include "core/execution/reader_state.h"
#include "core/memory/operation.h"

namespace hogtie {

/// One executed step.
struct Step {
  std::uint64_t number;  ///< From 0.
  std::uint32_t worker;
  Operation operation;
  OperationResult result;
};

/// Reads an execution step by step, after the fact: from a Playback. The Execution that calls pass
/// is the state after the step. All calls for a step come before the next step: first `step`, then
/// the events that follow it.
class StepReader : public RestorableReader {
 public:
  virtual void step(const Execution&, const Step&) {}

  /// The worker's step `number` began iteration `iteration`.
  virtual void iteration_begun(const Execution&, std::uint32_t /*worker*/,
                               std::uint64_t /*iteration*/, std::uint64_t /*number*/) {}

  /// The worker has sampled a gradient, or submits an addition of values that it knows: what it
  /// will add is among the script's operations.
  virtual void update_sampled(const Execution&, std::uint32_t /*worker*/) {}

  /// The worker's step `number` was the last of its iteration.
  virtual void iteration_ended(const Execution&, std::uint32_t /*worker*/,
                               std::uint64_t /*iteration*/, std::uint64_t /*number*/) {}
};

/// Reads or fetch&adds of doubles that one worker has executed one after the other.
struct Stretch {
  std::uint32_t worker;
  OperationKind kind;  ///< kRead or kFetchAdd.
  std::size_t size;
  const std::uint32_t* registers;  ///< In ascending order.
  const std::uint64_t* steps;      ///< The step of each.
  const double* found;             ///< The content of each register before.
};

/// A StepReader that is told of most reads and fetch&adds of doubles late, many at a time, before
/// the next call of another kind for their worker. These are steps of their own, in order: other
/// operations on doubles, and the first fetch&add of the model that a submission or its computation
/// brings. Operations on counters may be left out. update_sampled is not called.
class StretchReader : public StepReader {
 public:
  virtual void stretch(const Execution&, const Stretch&) = 0;
};

}  // namespace hogtie
