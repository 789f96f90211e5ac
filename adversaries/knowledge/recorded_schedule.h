#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "adversaries/interface/clone_ptr.h"
#include "adversaries/interface/schedule_source.h"

namespace hogtie {

/// A schedule, and the stretch of it that is being followed. Copies go on independently.
class RecordedSchedule {
 public:
  explicit RecordedSchedule(std::unique_ptr<ScheduleSource> source) : source_(std::move(source)) {}
  RecordedSchedule(const RecordedSchedule& other)
      : source_(other.source_), copied_(other.stretch_.begin(), other.stretch_.end()) {
    stretch_ = copied_;
  }
  RecordedSchedule& operator=(const RecordedSchedule&) = delete;
  ~RecordedSchedule() = default;

  /// Goes on to the next stretch, and returns it; empty at the end.
  std::span<const std::uint32_t> next_stretch() { return stretch_ = source_->next_stretch(); }

  /// The workers of its steps; empty before the first and after the last.
  std::span<const std::uint32_t> stretch() const { return stretch_; }

 private:
  ClonePtr<ScheduleSource> source_;
  std::vector<std::uint32_t> copied_;
  std::span<const std::uint32_t> stretch_;
};

}  // namespace hogtie
