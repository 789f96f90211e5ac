#pragma once

#include "adversaries/interface/adversary.h"

namespace hogtie {

/// The workers take turns of one step.
class RoundRobin final : public Oblivious<RoundRobin> {
 public:
  Choice next(ObliviousView view) {
    const std::uint32_t worker = view.runnable().first_from(turn_);
    turn_ = worker + 1;
    return {worker};
  }

 private:
  std::uint32_t turn_ = 0;
};

}  // namespace hogtie
