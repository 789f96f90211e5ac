#pragma once

#include <limits>

#include "adversaries/interface/adversary.h"

namespace hogtie {

/// Sequential SGD: one iteration after the other. The first runnable worker runs until it ends.
class Sequential final : public Oblivious<Sequential> {
 public:
  Choice next(ObliviousView view) {
    return {view.runnable().first_from(0), std::numeric_limits<std::uint32_t>::max()};
  }
};

}  // namespace hogtie
