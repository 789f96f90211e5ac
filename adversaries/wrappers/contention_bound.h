#pragma once

#include <cstdint>
#include <memory>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/contention_tracker.h"

namespace hogtie {

/// Wrapper: no iteration's contention passes tau_max. Where the adversary inside would begin an
/// iteration that makes it so, the oldest iteration goes on instead, until it has finished. (An
/// iteration of a worker that is not runnable any more, having crashed, is not waited for.)
///
/// The adversary inside is asked before every step, also where its answer is overruled.
class ContentionBound final : public Wrapper<ContentionBound> {
 public:
  ContentionBound(std::unique_ptr<Adversary> inner, std::uint64_t tau_max, std::uint32_t workers)
      : Wrapper(std::move(inner)), tau_max_(tau_max), tracker_(workers) {}

  Choice next(PastView view, Inner inner);

 private:
  std::uint64_t tau_max_;
  ContentionTracker tracker_;
};

}  // namespace hogtie
