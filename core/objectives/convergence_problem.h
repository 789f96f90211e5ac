#pragma once

#include "core/objectives/registry.h"
#include "core/theory/convergence_problem.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// What the convergence bounds are stated in, of an experiment: c, L and M² of its objective, M²
/// over the ball of ball_radius; ||x_0 - x*||; and ε of its success region. Where that is one of
/// loss, f(x) <= loss, ε is that of the largest ball surely within it: f is L-smooth, so that
/// f(x) - f* <= L/2 ||x - x*||².
///
/// Throws InputError where the loss is not above the minimum of f. An ε of 0 is returned as such.
ConvergenceProblem convergence_problem(const proto::Experiment& experiment,
                                       const AnyObjective& objective);

}  // namespace hogtie
