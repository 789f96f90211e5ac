#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/execution/execution.h"
#include "sim/machine/ending.h"

namespace hogtie {

/// Follows a run at the pace of blocks of steps: recording, replay checks, progress, interrupts.
class BlockSink {
 public:
  virtual ~BlockSink() = default;

  /// The steps just executed (at most Execution::kBlock), by worker; `execution` is the state after
  /// them. Returns how the run is to end here, if it is.
  virtual std::optional<Ending> block(std::span<const std::uint32_t> schedule,
                                      const Execution& execution) = 0;

  /// The step, after `step`, before which the next call of `block` must come at the latest.
  virtual std::uint64_t next_stop(std::uint64_t step) const = 0;
};

}  // namespace hogtie
