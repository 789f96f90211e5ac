#pragma once

#include <cstdint>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/iteration_watch.h"

namespace hogtie {

/// The lower-bound constructions of statements 7 and 8: in rounds,
///  1. each of `victims` workers reads its view and samples its gradient, and is held;
///  2. the next worker, the runner, performs `tau` iterations alone;
///  3. each victim applies its gradient, now stale.
/// One victim is the construction of Theorem 5.1 (Alistarh, De Sa, Konstantinov 2018), n - 1 of
/// them the swarm. Further workers are scheduled only after all of these have ended. It needs to
/// see whether a worker has an update pending, and nothing of its value. What is not added to the
/// model itself it does not take for one: a gradient that async_minibatch_sgd sums up is not held.
class StaleGradients final : public ValueOblivious<StaleGradients> {
 public:
  /// Requires 1 <= victims < workers, tau >= 1.
  StaleGradients(std::uint32_t victims, std::uint64_t tau) : victims_(victims), tau_(tau) {}

  Choice next(ValueObliviousView view);

 private:
  enum class Phase { kRead, kRun, kRelease };

  bool held(const ValueObliviousView& view, std::uint32_t worker);
  bool runner_done(const ValueObliviousView& view);
  void enter(Phase phase);

  std::uint32_t victims_;
  std::uint64_t tau_;
  Phase phase_ = Phase::kRead;
  std::uint32_t victim_ = 0;
  IterationWatch turn_{0};   // an iteration of the victim, or of the runner
  std::uint64_t ended_ = 0;  // iterations of the runner in this round
};

}  // namespace hogtie
