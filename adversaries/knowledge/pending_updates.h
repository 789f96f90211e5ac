#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "adversaries/interface/view.h"

namespace hogtie {

/// What the next step of every worker would do to the model X[0..d), for strong adversaries. Kept
/// up to date by looking again at the worker alone that moved last (and at those whose operation
/// depends on the registers: guarded ones, writes, compare&swaps).
class PendingUpdates {
 public:
  PendingUpdates(std::uint32_t workers, std::size_t dimension)
      : dimension_(dimension), next_(workers) {}

  /// To be called before a step is chosen. It may be left out for some steps.
  void follow(const StrongView& view) {
    if (view.step() != followed_ + 1) [[unlikely]] {
      refresh_all(view);
    } else {
      refresh(view, view.last_worker());
      for (const std::uint32_t worker : unsettled_) refresh_value(view, worker);
    }
    followed_ = view.step();
  }

  /// Whether the worker holds a sampled gradient, or what is left of it: its next step is an update
  /// of the model, the publication of one, or the read of a racy one behind the first. Of a racy
  /// update, that is from the first write on, so that who holds one has read what it will write
  /// over.
  bool holds(std::uint32_t worker) const { return next_[worker].held; }

  /// Whether the next step publishes the worker's version of the model (or fails to).
  bool publishes(std::uint32_t worker) const { return next_[worker].publishes; }

  /// What the next step adds, and to which coordinate; it adds 0 to the first one where it is no
  /// update of a coordinate.
  double increment(std::uint32_t worker) const { return next_[worker].increment; }
  std::uint32_t coordinate(std::uint32_t worker) const { return next_[worker].coordinate; }

  /// The runnable worker of the smallest number that holds nothing; none where all hold.
  std::optional<std::uint32_t> first_without(const RunnableSet& runnable) const;

 private:
  struct Next {
    double increment = 0;
    std::uint32_t coordinate = 0;
    bool held = false;
    bool publishes = false;
  };

  void refresh_all(const StrongView& view);
  void refresh(const StrongView& view, std::uint32_t worker);
  void refresh_value(const StrongView& view, std::uint32_t worker);

  static constexpr std::uint64_t kNeverFollowed = std::numeric_limits<std::uint64_t>::max() - 1;

  std::size_t dimension_;
  std::vector<Next> next_;                // by worker
  std::vector<std::uint32_t> unsettled_;  // workers whose increment depends on registers
  std::uint64_t followed_ = kNeverFollowed;
};

/// <u, x - x*> for the update u that a worker has in flight: negative where it points to x*.
double inner_product(const StrongView& view, std::uint32_t worker, std::span<const double> optimum);

/// ||x - x*||^2.
double squared_distance(const PastView& view, std::span<const double> optimum);

}  // namespace hogtie
