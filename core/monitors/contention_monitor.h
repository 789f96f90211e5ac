#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/execution/step_reader.h"
#include "core/monitors/overlaps.h"

namespace hogtie {

/// The largest contention of an iteration that ended, τ_max: that of a DelayMonitor, without its
/// records.
class ContentionMonitor final : public CopiedReader<ContentionMonitor, StretchReader> {
 public:
  explicit ContentionMonitor(std::uint32_t workers) : in_progress_(workers) {}

  void stretch(const Execution&, const Stretch&) override {}
  void iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t,
                       std::uint64_t) override {
    in_progress_[worker] = overlaps_.begin();
  }
  void iteration_ended(const Execution&, std::uint32_t worker, std::uint64_t,
                       std::uint64_t) override {
    if (!in_progress_[worker]) return;
    maximum_ = std::max(maximum_, overlaps_.end(*in_progress_[worker]));
    in_progress_[worker].reset();
  }

  /// The worker is not scheduled again: its iteration does not end.
  void worker_crashed(std::uint32_t worker) {
    if (in_progress_[worker]) overlaps_.end(*in_progress_[worker]);
    in_progress_[worker].reset();
  }

  std::uint64_t maximum() const { return maximum_; }

 private:
  Overlaps overlaps_;
  std::vector<std::optional<Overlaps::Begin>> in_progress_;  // by worker
  std::uint64_t maximum_ = 0;
};

}  // namespace hogtie
