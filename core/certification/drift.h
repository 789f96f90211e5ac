#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/certification/iterate_record.h"
#include "core/theory/convergence_problem.h"

namespace hogtie {

/// By how much a process of the theory moves from t to t + 1 in one run, at each of `times`, which
/// ascend. None where an x_s with s <= t lies in the success region, or the run has no x_{t+1}. The
/// run is its iterates from t = 0 on, without gaps. O(length of the run) and, for the second, the
/// largest delay a time.

/// W_{t+1} - W_t of the rate supermartingale. Throws PremiseError as rate_supermartingale.
std::vector<std::optional<double>> rate_drift(const ConvergenceProblem& problem, double step_size,
                                              std::span<const IterateRecord> run,
                                              std::span<const std::uint64_t> times);

/// V_{t+1} - V_t of the asynchronous one. Throws PremiseError as asynchronous_supermartingale.
std::vector<std::optional<double>> delayed_drift(const ConvergenceProblem& problem,
                                                 const Asynchrony& asynchrony, double step_size,
                                                 std::span<const IterateRecord> run,
                                                 std::span<const std::uint64_t> times);

}  // namespace hogtie
