#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "adversaries/interface/view.h"

namespace hogtie {

/// The contention so far of every iteration in progress: how many other iterations have overlapped
/// it. For adversaries that are asked before every step. Of a run that is taken over in its course,
/// overlaps with iterations that had ended by then are not known.
///
/// The oldest iteration has the largest contention: what overlaps a younger one was active when
/// that began, hence overlaps the older one too, or began later, or is the older one.
class ContentionTracker {
 public:
  explicit ContentionTracker(std::uint32_t workers) : workers_(workers) {}

  /// To be called once before each step is chosen.
  void follow(const PastView& view);

  bool active(std::uint32_t worker) const { return workers_[worker].active; }

  /// Requires an active worker.
  std::uint64_t contention(std::uint32_t worker) const {
    return workers_[worker].others_at_start + begun_ - workers_[worker].begun_at_start;
  }

  /// The workers in the iterations in progress, oldest first: start at `oldest`, go on with `next`.
  std::optional<std::uint32_t> oldest() const { return oldest_; }
  std::optional<std::uint32_t> next(std::uint32_t worker) const { return workers_[worker].younger; }

 private:
  struct Worker {
    std::optional<std::uint64_t> last;  // iteration, of those begun
    bool active = false;
    std::uint64_t others_at_start = 0;
    std::uint64_t begun_at_start = 0;
    std::optional<std::uint32_t> older;
    std::optional<std::uint32_t> younger;
  };

  void take_over(const PastView& view);
  void begin(std::uint32_t worker);
  void end(std::uint32_t worker);

  std::vector<Worker> workers_;
  std::optional<std::uint32_t> oldest_;
  std::optional<std::uint32_t> youngest_;
  std::uint64_t begun_ = 0;  // iterations begun so far
  std::uint64_t active_ = 0;
  bool follows_ = false;  // has begun to
};

}  // namespace hogtie
