#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/certification/evidence.h"
#include "core/theory/convergence_problem.h"

namespace hogtie {

/// How an execution stands to a statement. Ordered from good to bad, for each kind of statement.
enum class Standing {
  kPremiseNotMet,
  kHolds,     ///< Proved for every execution, and so it is here.
  kViolated,  ///< Proved, and yet it is not so: a defect of the program, or a forged execution.
  kHeld,      ///< As published, and so it is here.
  kExceeded,  ///< As published, and not so here: a finding.
};

/// One statement, held against an execution or many.
struct Finding {
  std::string statement;  ///< Its number in the project's terms: "5".
  std::string what;       ///< "bad iterations, by start".
  double measured = 0;
  double bound = 0;
  std::optional<std::uint64_t> at;  ///< The t, in the order named, where it came closest.
  Standing standing = Standing::kHeld;
  std::string note;  ///< The premise that is not met, or what else there is to know.

  /// measured / bound: how close to the bound, or by what factor it is exceeded. 0 of nothing.
  double ratio() const;
};

/// The premise of statements on a whole run, where numbers overflow (Evidence::overflowed_at).
inline constexpr const char* kFinite = "the run stays finite";

/// Statements 4, 5 and 6, and the distance of views to iterates: what holds for every execution
/// whatever it computes, and Lemma 6.4 as published.
std::vector<Finding> certify_execution(const Evidence& evidence);

/// Statement 10 as published: the largest ||x_t - v_t|| against α B with B = √d τ_max M. It bounds
/// the root of a mean, so single executions may exceed it. `step_size` > 0. `premise` names what of
/// the premises does not hold, if anything.
Finding certify_elastic_consistency(const Evidence& evidence, const ConvergenceProblem& problem,
                                    double step_size, std::uint64_t dimension,
                                    const std::string& premise);

/// "holds", "VIOLATED", "held", "exceeded", "premise not met".
std::string standing_text(Standing standing);

}  // namespace hogtie
