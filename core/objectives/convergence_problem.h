#pragma once

#include "core/objectives/registry.h"
#include "core/theory/convergence_problem.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// What the convergence bounds are stated in, of an experiment: c, L and M² of its objective, M²
/// over the ball of ball_radius; ||x_0 - x*||; and ε of its success region. Where that is one of
/// loss, f(x) <= loss, ε is that of epsilon_within_loss.
/// It is not above 0, as the bounds ask for, where the settings say so.
ConvergenceProblem convergence_problem(const proto::Experiment& experiment,
                                       const Objective& objective);

}  // namespace hogtie
