#pragma once

#include <cstddef>
#include <cstdint>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/iteration_watch.h"
#include "adversaries/knowledge/pending_updates.h"

namespace hogtie {

/// Stops a worker between two coordinates of its update, so that the views of others are torn: they
/// hold a part of the update and miss the rest. In rounds:
///  1. one worker reads, samples its gradient and applies the first half of its coordinates (of
///     one coordinate, none). Of a racy update, it goes up to the next of its writes, which is to
///     undo what is done to that coordinate meanwhile; of a version of the model, up to its
///     publication, which comes to nothing if there is another meanwhile;
///  2. the others take turns of whole iterations, `tau` in all;
///  3. the worker applies the rest, or writes. In the next round it is the next worker's turn to be
///     stopped.
class MidUpdateStall final : public StrongAdaptive<MidUpdateStall> {
 public:
  /// `dimension` is d. Requires tau >= 1 and two workers.
  MidUpdateStall(std::size_t dimension, std::uint64_t tau, std::uint32_t workers)
      : tau_(tau), pending_(workers, dimension), turn_(0) {}

  Choice next(StrongView view);

 private:
  enum class Phase { kTear, kRun, kFinish };

  bool updates_next(const StrongView& view) const;
  bool torn(const StrongView& view);
  bool others_done(const StrongView& view);
  std::uint32_t after(const StrongView& view, std::uint32_t worker) const;

  std::uint64_t tau_;
  PendingUpdates pending_;
  Phase phase_ = Phase::kTear;
  std::uint32_t victim_ = 0;
  std::size_t whole_ = 0;  // coordinates of the victim's update; 0: not sampled yet
  IterationWatch turn_;
  std::uint64_t ended_ = 0;  // iterations of others in this round
};

}  // namespace hogtie
