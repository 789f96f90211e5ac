#pragma once

#include <cstdint>

#include "adversaries/view.h"

namespace hogtie {

/// One iteration of one worker, to be looked at before each step: over once it has been seen in
/// progress and is not any more, or the worker cannot be scheduled.
class Turn {
 public:
  explicit Turn(std::uint32_t worker) : worker_(worker) {}

  std::uint32_t worker() const { return worker_; }
  bool over(const PastView& view) {
    if (!view.runnable().contains(worker_)) return true;
    const bool inside = view.iteration(worker_).has_value();
    if (begun_ && !inside) return true;
    begun_ = begun_ || inside;
    return false;
  }

 private:
  std::uint32_t worker_;
  bool begun_ = false;
};

}  // namespace hogtie
