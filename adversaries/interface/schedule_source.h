#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>

namespace hogtie {

/// A recorded schedule, stretch by stretch.
class ScheduleSource {
 public:
  virtual ~ScheduleSource() = default;

  /// A copy that goes on behind the present stretch. Throws std::logic_error if a schedule cannot
  /// be read twice.
  virtual std::unique_ptr<ScheduleSource> clone() const {
    throw std::logic_error("this schedule cannot be read twice");
  }

  /// The workers of the next steps; empty at the end. Valid until the next call.
  virtual std::span<const std::uint32_t> next_stretch() = 0;
};

}  // namespace hogtie
