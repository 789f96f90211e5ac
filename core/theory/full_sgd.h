#pragma once

#include <cstdint>
#include <optional>

#include "core/theory/convergence_problem.h"

namespace hogtie {

/// FullSGD (Algorithm 2 of Alistarh, De Sa and Konstantinov 2018): epochs of EpochSGD with T
/// iterations each, at step sizes α, α/2, α/4, ..., whose result r is the model at the start of the
/// last epoch and, times its step size, all gradients generated in it, applied or not. Its promise:
/// E||r - x*|| <= √ε, whatever the adversary does, crashes of n - 1 workers included.
///
/// The paper leaves T to constants that it does not state. Here it is the least with which the
/// promise follows from elastic consistency (statement 10). With B = √d τ_max M, an epoch at step
/// size a, in which G gradients are generated, takes E||x - x*||² = D² to at most
///   D'² = (1-ac)^G D² + a²L²B²/c² + aM²/c
/// at its last virtual iterate (elastic_distance_bound). G is at least T - (n-1): of T iterations
/// drawn from the counter, crashed workers keep at most n - 1 without a gradient. The model that
/// the next epoch begins with misses at most n - 1 of the gradients, one in flight at each other
/// worker, of length aM each in quadratic mean, so its distance is at most D' + (n-1)aM. The result
/// of the last epoch misses none but what a crashed worker had in flight, which no other worker can
/// know: with k crashes it is at most D' + k a M from x*. For the promise to leave room for that,
/// the last epoch then has half the step size.
///
/// Premises, beside those of statement 10: τ_max is the contention within an epoch. All functions
/// throw PremiseError where a premise does not hold.

/// ⌈log2(2αnM/√ε)⌉, at least 1: the last step size is then at most √ε/(nM), so that the n - 1
/// gradients in flight are shorter than √ε together. Premises: α, M² >= 0 finite, n >= 1, ε > 0.
std::uint64_t full_sgd_epochs(double step_size, std::uint64_t workers, double second_moment,
                              double epsilon);

/// The same with M² and ε of the problem, and α > 0.
std::uint64_t full_sgd_epochs(const ConvergenceProblem& problem, std::uint64_t workers,
                              double step_size);

/// α/2^epoch, the step size of an epoch, from 0.
double full_sgd_step_size(double step_size, std::uint64_t epoch);

/// How FullSGD is run, and what it has to bear.
struct FullSgdPlan {
  double step_size;           ///< α of the first epoch.
  std::uint64_t epochs;       ///< At least 1.
  std::uint64_t crashes = 0;  ///< Workers that may crash, at most n - 1.
};

/// The plan with full_sgd_epochs, and one epoch more where workers may crash. Requires crashes < n.
FullSgdPlan full_sgd_plan(const ConvergenceProblem& problem, std::uint64_t workers,
                          double step_size, std::uint64_t crashes = 0);

/// The bound on E||r - x*|| with T iterations an epoch. Requires T >= n and crashes < n.
double full_sgd_distance_bound(const ConvergenceProblem& problem, const Asynchrony& asynchrony,
                               const FullSgdPlan& plan, std::uint64_t iterations);

/// The T of an epoch: the least with which the bound is at most √ε; none where that is above 2^63.
/// Requires that what noise, delays and crashes leave in the last epoch is less,
/// √(a²L²B²/c² + aM²/c) + k a M < √ε.
std::optional<std::uint64_t> full_sgd_iterations(const ConvergenceProblem& problem,
                                                 const Asynchrony& asynchrony,
                                                 const FullSgdPlan& plan);

/// The recommended α: the largest at which already the first epoch's a²L²B²/c² + aM²/c is at most
/// ε/2, so that the premise above holds, and at most 1/c. (With crashes the last step size is at
/// most α/2 and √ε/(2nM), so that no more than √ε/2 + (n-1)/n √ε/2 is left.)
double full_sgd_recommended_step_size(const ConvergenceProblem& problem,
                                      const Asynchrony& asynchrony);

}  // namespace hogtie
