#pragma once

#include <variant>

#include "core/algorithms/asaga.h"
#include "core/algorithms/async_minibatch_sgd.h"
#include "core/algorithms/averaged_sgd.h"
#include "core/algorithms/buckwild.h"
#include "core/algorithms/coordinate_descent.h"
#include "core/algorithms/delay_adaptive_sgd.h"
#include "core/algorithms/epoch_sgd.h"
#include "core/algorithms/full_sgd.h"
#include "core/algorithms/hogwild.h"
#include "core/algorithms/kromagnon.h"
#include "core/algorithms/leashed_sgd.h"
#include "core/algorithms/locked_sgd.h"
#include "core/algorithms/minibatch_sgd.h"
#include "core/algorithms/momentum_sgd.h"
#include "core/algorithms/sequential_sgd.h"

namespace hogtie {

/// Any of the algorithms. Each has memory_needs(f) and iterations_in_all(), and runs one worker as
/// algorithm(memory, f).
class AnyAlgorithm
    : public std::variant<SequentialSgd, MinibatchSgd, LockedSgd, Hogwild, EpochSgd, FullSgd,
                          DelayAdaptiveSgd, MomentumSgd, Buckwild, AsyncMinibatchSgd,
                          CoordinateDescent, AveragedSgd, LeashedSgd, Kromagnon, Asaga> {
 public:
  using variant::variant;
};

}  // namespace hogtie
