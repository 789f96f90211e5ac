#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/pending_updates.h"

namespace hogtie {

/// Delays the gradients that lead to x* most, then swarms. In rounds, with u = -alpha g for the
/// update that a worker has sampled:
///  1. every worker samples a gradient;
///  2. `tau` times, the update of largest <u, x - x*>, which leads to x* least, is applied and its
///     worker samples anew: the others, of more negative inner product, grow stale. A publication
///     that has been overtaken is passed over;
///  3. every worker applies what it holds.
class Alignment final : public StrongAdaptive<Alignment> {
 public:
  /// `optimum` is x*; it must outlive this. Requires tau >= 1.
  Alignment(std::span<const double> optimum, std::uint64_t tau, std::uint32_t workers)
      : optimum_(optimum), tau_(tau), pending_(workers, optimum.size()), applying_(workers) {}

  Choice next(StrongView view);

 private:
  bool overtaken(const StrongView& view, std::uint32_t worker) const;
  bool may_apply(const StrongView& view, std::uint32_t worker) const;
  std::uint32_t least_aligned(const StrongView& view) const;

  std::span<const double> optimum_;
  std::uint64_t tau_;
  PendingUpdates pending_;
  std::uint32_t applying_;            // workers() while all that hold are held back
  std::uint64_t applied_ = 0;         // in this round
  std::vector<std::uint32_t> swarm_;  // still to apply what they hold, next one last
};

}  // namespace hogtie
