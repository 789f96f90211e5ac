#pragma once

#include "core/objectives/registry.h"
#include "core/theory/convergence_problem.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// What the convergence bounds are stated in, of an experiment: c, L and M² of its objective, M²
/// over the ball of ball_radius; ||x_0 - x*||; and ε of its success region. Where that is one of
/// loss, or of the gradient's norm, ε is that of epsilon_within_loss or of
/// epsilon_within_gradient_norm.
/// It is not above 0, as the bounds ask for, where the settings say so. Throws PremiseError, which
/// names the objective, where that has no such constants.
ConvergenceProblem convergence_problem(const proto::Experiment& experiment,
                                       const Objective& objective);

}  // namespace hogtie
