#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "core/execution/step_reader.h"

namespace hogtie {

/// Observers of a run. Nothing of them reaches the result, except the step at which an interrupt
/// ends it.
struct Watch {
  /// Called now and then with the number of steps executed; of threads, of iterations begun.
  std::function<void(std::uint64_t steps)> progress;
  /// As progress, while what was recorded of threads is executed in the simulator: of all steps.
  std::function<void(std::uint64_t steps, std::uint64_t all)> simulated;
  /// Ends the run as STOPPED once it is true.
  const std::atomic<bool>* interrupted = nullptr;
  /// Sees every step; must outlive the run.
  StepReader* reader = nullptr;
  /// Processors that the run may use. With two, another thread reads its steps. The results are the
  /// same.
  std::uint32_t processors = 1;
  /// Called once data is read and x* is known, before what an interrupt ends in good order.
  std::function<void()> began;
};

}  // namespace hogtie
