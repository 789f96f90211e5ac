#pragma once

#include "core/theory/convergence_problem.h"
#include "sim/simulation/run_setup.h"

namespace hogtie {

/// What the statements are stated in, of an experiment. Throws InputError where its objective or
/// its algorithm is not one that they speak of.
ConvergenceProblem certifiable_problem(const RunSetup& setup);

/// α of EpochSGD; 0 of other algorithms, whose updates are others.
double one_step_size(const RunSetup& setup);

/// The premise of that.
inline constexpr const char* kOneStepSize =
    "updates are EpochSGD's, with one alpha > 0 in all iterations";

/// That the constants speak of all that was computed with.
inline constexpr const char* kInBall =
    "views and iterates with ||x - x*|| <= R, where M bounds gradients";

}  // namespace hogtie
