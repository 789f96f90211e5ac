#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/iteration_watch.h"
#include "adversaries/knowledge/pending_updates.h"

namespace hogtie {

/// Releases stale gradients in the phase in which they amplify the oscillation of x around x*. In
/// rounds:
///  1. all workers but the last sample a gradient, at the turning point that the last round threw x
///     to, and are held;
///  2. the last worker runs alone and brings x back towards x*, until the held updates would
///     together carry x farther out than the turning point is, or else for `tau` iterations;
///  3. the held updates are applied.
/// Where the oscillation can grow at all it grows with every round, and after the fewest
/// iterations; else this is the swarm with a delay of tau. So it is where the model is published in
/// versions: the runner overtakes what is held, and what comes of that is not foreseen.
class Resonance final : public StrongAdaptive<Resonance> {
 public:
  /// `optimum` is x*; it must outlive this. Requires tau >= 1 and two workers.
  Resonance(std::span<const double> optimum, std::uint64_t tau, std::uint32_t workers);

  Choice next(StrongView view);

 private:
  enum class Phase { kSample, kRun, kRelease };

  bool held(const StrongView& view, std::uint32_t worker) const;
  std::optional<std::uint32_t> sampler(const StrongView& view);
  std::optional<std::uint32_t> runner(const StrongView& view);
  std::optional<std::uint32_t> releaser(const StrongView& view);
  bool amplifies(const StrongView& view);

  std::span<const double> optimum_;
  std::uint64_t tau_;
  PendingUpdates pending_;
  std::vector<double> released_;  // x once the held updates are applied
  Phase phase_ = Phase::kSample;
  std::uint32_t victim_ = 0;
  IterationWatch turn_;
  std::uint64_t ended_ = 0;   // iterations of the last worker in this round
  double turning_point_ = 0;  // its squared distance
};

}  // namespace hogtie
