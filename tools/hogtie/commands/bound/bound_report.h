#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/hogtie/commands/bound/bound_problem.h"

namespace hogtie {

/// What a bound recommends. Where its premise is not met, that alone.
struct Recommendation {
  std::string premise_not_met;
  std::optional<double> alpha;
  std::optional<std::uint64_t> iterations;  ///< of an epoch, for FullSGD; none: more than 2^63
  std::optional<std::uint64_t> epochs;      ///< of FullSGD only
  std::optional<double> price;  ///< times sequential SGD's iterations; of bounds on P(F_T)
};

/// What a bound promises at a step size and iterations. Where its premise is not met, that alone.
struct Judgement {
  std::string premise_not_met;
  std::optional<double> alpha;
  std::optional<std::uint64_t> iterations;         ///< judged; none: more than 2^63 are needed
  std::optional<std::uint64_t> iterations_needed;  ///< at this alpha; none: more than 2^63
  std::optional<std::uint64_t> epochs;             ///< of FullSGD only
  std::optional<double> failure_bound;             ///< on P(F_T); of the others
  std::optional<double> distance_bound;            ///< on E||r - x*||; of FullSGD only
  /// The largest tau_max at which the goal is still met; none where it is not met at any; 2^63
  /// where it is, or is above.
  std::optional<std::uint64_t> tau_max;
};

struct BoundRow {
  std::string name;  ///< "sequential", "de_sa_2015", "theorem_6_5", "corollary_6_7", "full_sgd"
  Recommendation recommended;
  Judgement judged;
};

/// The goal of a bound on P(F_T) is delta, that of FullSGD E||r - x*|| <= sqrt(epsilon).
std::vector<BoundRow> bound_report(const BoundProblem& problem);

}  // namespace hogtie
