#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/execution/execution.h"
#include "core/execution/step_reader.h"
#include "core/monitors/moving_point.h"

namespace hogtie {

/// The virtual iterates of a run as it goes: x_t is x_0 and the whole sampled updates of the first
/// t iterations in the order of first update (Alistarh, De Sa and Konstantinov 2018). An iteration
/// that makes no update counts at its end.
///
/// The model is the registers 0, ..., d - 1; updates are fetch&adds, guarded ones where the guard
/// lets the first of them pass. An update is taken from the worker's script at its first operation,
/// so of one that is posted piece by piece the later pieces enter when they are posted. What a
/// guard refuses after all (the epoch ended in the middle of the update) is taken out again then.
///
/// If an algorithm writes or swaps coordinates, overwritten updates are lost: x_t has
/// what was written as it was written, and is the model itself.
class VirtualIterates {
 public:
  /// `optimum` is x*, empty where there is none. Throws std::invalid_argument where the dimensions
  /// differ.
  VirtualIterates(std::uint32_t workers, std::span<const double> initial,
                  std::span<const double> optimum);

  std::uint64_t time() const { return time_; }  ///< t, now.
  MovingPoint& iterate() { return point_; }     ///< x_t, and how far it is from x*, if any.
  const MovingPoint& iterate() const { return point_; }
  double moved() const { return movement_; }  ///< ||x_t - x_{t-1}||², of the pieces posted so far.

  /// Whether `step`, called with this step, would make x_{t+1} of x_t.
  bool is_first_update(const Step& step) const {
    const Progress& progress = workers_[step.worker];
    return progress.open && !progress.counted && changes_model(step.operation) &&
           step.result.applied;
  }

  /// Whether `step` would take back what a guard refuses, or add what was posted after the first
  /// piece: x_t then changes other than by the next update, as a whole.
  bool is_afterthought(const Step& step) const {
    const Progress& progress = workers_[step.worker];
    return progress.open && progress.counted && changes_model(step.operation) &&
           (progress.updates_in > 0) != step.result.applied;
  }

  /// Takes a step, and returns whether x_{t+1} was made of x_t. All events of an execution must be
  /// passed on, in the order that StepReader has.
  bool step(const Execution& execution, const Step& step) {
    return changes_model(step.operation) && workers_[step.worker].open && add(execution, step);
  }
  /// Operations of which `step` has not been told: those of updates are in x_t already.
  void stretch(const Stretch& stretch);
  void iteration_begun(std::uint32_t worker) { workers_[worker] = {true, false, 0}; }
  bool iteration_ended(std::uint32_t worker);

 private:
  bool changes_model(const Operation& operation) const {
    return operation.kind != OperationKind::kRead && operation.target < point_.position().size();
  }

  struct Progress {
    bool open = false;             // in an iteration
    bool counted = false;          // which is in x_t
    std::uint32_t updates_in = 0;  // how many operations still to come are in x_t
  };

  bool add(const Execution& execution, const Step& step);
  std::uint32_t add_pending(const Execution& execution, std::uint32_t worker);
  void move(std::uint32_t coordinate, double change);

  MovingPoint point_;
  std::vector<Progress> workers_;
  std::uint64_t time_ = 0;
  double movement_ = 0;
};

}  // namespace hogtie
