#pragma once

#include <cstdint>
#include <span>

namespace hogtie {

/// A recorded schedule, stretch by stretch.
class ScheduleSource {
 public:
  virtual ~ScheduleSource() = default;

  /// The workers of the next steps; empty at the end. Valid until the next call.
  virtual std::span<const std::uint32_t> more() = 0;
};

}  // namespace hogtie
