#pragma once

#include <cstdint>
#include <optional>

#include "adversaries/interface/view.h"

namespace hogtie {

/// One iteration of one worker, to be looked at before each step: over once it has been seen in
/// progress and is not any more, or another one is that has begun since the first look (and ended
/// with the same step), or the worker cannot be scheduled.
class IterationWatch {
 public:
  explicit IterationWatch(std::uint32_t worker) : worker_(worker) {}

  std::uint32_t worker() const { return worker_; }
  bool over(const PastView& view) {
    if (!view.runnable().contains(worker_)) return true;
    const bool inside = view.iteration(worker_).has_value();
    const std::optional<std::uint64_t> last = view.last_iteration(worker_);
    if (!looked_) last_ = last;
    looked_ = true;
    if (!inside && (begun_ || last != last_)) return true;
    begun_ = begun_ || inside;
    return false;
  }

 private:
  std::uint32_t worker_;
  bool begun_ = false;
  bool looked_ = false;
  std::optional<std::uint64_t> last_;  // iteration begun, at the first look
};

}  // namespace hogtie
