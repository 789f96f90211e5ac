#pragma once

#include <vector>

#include "core/certification/finding.h"
#include "sim/studies/certify/certify_trials.h"

namespace hogtie {

/// The statements on probabilities and means, held against trials of an experiment: P(F_T) in its
/// exact interval against the bounds of statements 1 to 3, at the step size and iterations of the
/// experiment and the largest contention of the trials; the mean moves of the supermartingales; and
/// FullSGD's promise. One is exceeded where its whole interval lies beyond the bound.
std::vector<Finding> certify_means(const RunSetup& setup, const ConvergenceProblem& problem,
                                   const TrialsCertificate& trials, double confidence);

}  // namespace hogtie
