#pragma once

#include <vector>

#include "tests/golden/golden_runs.h"

namespace hogtie::golden {

/// Every algorithm under uniform and under an adversary that holds gradients back.
std::vector<GoldenRun> algorithm_runs();

/// epoch_sgd under every adversary and every wrapper.
std::vector<GoldenRun> adversary_runs();

/// epoch_sgd on every objective, with noise and without where there is one.
std::vector<GoldenRun> objective_runs();

/// Endings, numbers of workers, success regions, threads.
std::vector<GoldenRun> other_runs();

}  // namespace hogtie::golden
