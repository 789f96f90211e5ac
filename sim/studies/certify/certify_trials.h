#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/certification/finding.h"
#include "core/statistics/moments.h"
#include "core/theory/convergence_problem.h"
#include "sim/simulation/run_setup.h"
#include "sim/studies/trials/run_trials.h"

namespace hogtie {

struct CertifyRequest {
  std::uint64_t trials = 1;
  double confidence = 0.95;
  std::uint32_t threads = 1;  ///< At least 1.
};

/// A statement on single executions, over trials.
struct SummedFinding {
  Finding worst;  ///< The finding of the trial that stands worst to the statement, or came closest
                  ///< to its bound:
  std::uint64_t trial = 0;                ///< this one.
  std::array<std::uint64_t, 5> trials{};  ///< By Standing.
};

/// Mean moves of the processes of the theory from t to t + 1, over the trials without success by t.
struct DriftPoint {
  std::uint64_t time;
  Moments sequential;  ///< Moments of W_t, under the sequential schedule with the same coins.
  Moments rate;        ///< Moments of W_t.
  Moments delayed;     ///< Moments of V_t, with C = 2√(τ_max n) of the trial's own τ_max.
};

/// Trials of an experiment, held against the theory.
struct TrialsCertificate {
  std::uint64_t trials = 0;
  std::uint64_t failures = 0;       ///< F_T: none of x_0, ..., x_T is in the success region.
  std::uint64_t left_ball = 0;      ///< A view or iterate was outside the ball of M.
  std::uint64_t cut_short = 0;      ///< Ended before all iterations had begun.
  std::uint64_t tau_max = 0;        ///< tau_max of all trials.
  Moments final_distance;           ///< ||x - x*|| of the model at the end, where it is finite.
  std::uint64_t not_finite = 0;     ///< It is inf or NaN.
  std::vector<SummedFinding> each;  ///< Statements on single executions.
  std::vector<DriftPoint> drift;    ///< Empty where W_t is not defined.
  std::vector<Finding> together;    ///< Statements on probabilities and means.
  bool interrupted = false;
  std::optional<TrialFailure> failure;
};

/// Runs trials as run_trials does, trial k with the seed trial_seed(seed of the experiment, k). The
/// result is the same, bit for bit, for any number of threads. Memory: a run's iterates, a thread.
/// Throws InputError where the experiment cannot be run.
TrialsCertificate certify_trials(const RunSetup& setup, const CertifyRequest& request,
                                 const TrialsWatch& watch);

}  // namespace hogtie
