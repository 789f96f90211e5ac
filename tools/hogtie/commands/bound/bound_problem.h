#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/theory/convergence_problem.h"
#include "tools/hogtie/commands/bound/bound.h"

namespace hogtie {

/// What the bounds are asked about, with everything that the options leave to the experiment.
struct BoundProblem {
  ConvergenceProblem problem;
  Asynchrony asynchrony;
  double delta;
  std::optional<double> alpha;              ///< to judge; if none, each bound's own
  std::optional<std::uint64_t> iterations;  ///< to judge; if none, as many as are needed

  std::string constants_from;      ///< for people: where the constants are from,
  std::string tau_max_from;        ///< the contention,
  std::string epsilon_from;        ///< the success region,
  std::string alpha_from;          ///< the step size to judge,
  std::string iterations_from;     ///< and the iterations
  std::vector<std::string> notes;  ///< what makes the figures doubtful, a line each
};

/// Throws InputError for an experiment that cannot be run, or that leaves open what no option
/// gives.
BoundProblem bound_problem(const BoundOptions& options);

}  // namespace hogtie
