#pragma once

#include <vector>

#include "tests/golden/golden_runs.h"

namespace hogtie::golden {

/// Every algorithm under uniform and under an adversary that holds gradients back.
std::vector<GoldenRun> algorithm_runs();

/// epoch_sgd under every adversary and every wrapper.
std::vector<GoldenRun> adversary_runs();

/// Every algorithm, and every adversary, with settings for a small run; by its name.
std::vector<GoldenRun> algorithm_settings();
std::vector<GoldenRun> adversary_settings();

/// epoch_sgd on every objective, with noise and without where there is one.
std::vector<GoldenRun> objective_runs();

/// Endings, numbers of workers, success regions, threads.
std::vector<GoldenRun> other_runs();

}  // namespace hogtie::golden
