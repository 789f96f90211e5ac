#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "adversaries/interface/sampled_update.h"
#include "core/execution/execution.h"
#include "core/memory/operation.h"

namespace hogtie {

/// The situation that an adversary is asked in. Only the views read it: the base class of a
/// strategy hands on the view of its power.
class Situation {
 public:
  Situation(const Execution& execution, const RunnableSet& runnable)
      : execution_(&execution), runnable_(&runnable) {}

  /// The same with fewer runnable workers: what a wrapper shows the adversary inside it.
  Situation restricted_to(const RunnableSet& runnable) const { return {*execution_, runnable}; }

 private:
  friend class ObliviousView;
  const Execution* execution_;
  const RunnableSet* runnable_;
};

/// For oblivious adversaries: the schedule so far in number, and who can be scheduled.
/// Workers are numbered 0, ..., workers() - 1 throughout.
class ObliviousView {
 public:
  static constexpr std::string_view kPower = "oblivious";

  explicit ObliviousView(Situation situation) : situation_(situation) {}

  /// Number of the step to be chosen, from 0.
  std::uint64_t step() const { return execution().step(); }
  std::uint32_t workers() const { return execution().workers; }
  const RunnableSet& runnable() const { return *situation_.runnable_; }

 protected:
  const Execution& execution() const { return *situation_.execution_; }
  const Cursor& cursor(std::uint32_t worker) const { return execution().cursors[worker]; }

  [[noreturn]] static void fail_on_ended(std::uint32_t worker);

  /// The pending operation of a worker that has not ended. Throws std::out_of_range for one that
  /// has.
  Operation pending_operation(std::uint32_t worker) const {
    const Cursor& at = cursor(worker);
    if (at.script->boundary_kind == BoundaryKind::kEnded) [[unlikely]] {
      fail_on_ended(worker);
    }
    return operation_at(*at.script, at.position);
  }

 private:
  Situation situation_;
};

/// For read/write-oblivious adversaries: the past, but nothing of pending operations.
class PastView : public ObliviousView {
 public:
  using ObliviousView::ObliviousView;
  static constexpr std::string_view kPower = "read/write-oblivious";

  const RegisterLayout& layout() const { return execution().layout; }

  /// The worker of the step before; workers() before the first.
  std::uint32_t last_worker() const { return execution().steps.last_worker(); }

  /// Content of a register.
  double value(DoubleRegister x) const { return execution().cells[layout().number(x)]; }
  std::uint64_t value(CounterRegister c) const {
    return to_word(execution().cells[layout().number(c)]);
  }

  /// The model by coordinate, or the version of it that is current. Valid until the next step.
  std::span<const double> model() const { return execution().model(); }

  /// The iteration that the worker is in, from the step that begins it to its last.
  std::optional<std::uint64_t> iteration(std::uint32_t worker) const {
    return execution().iteration(worker);
  }

  /// The iteration that the worker began last, over or not; none once the worker has ended.
  std::optional<std::uint64_t> last_iteration(std::uint32_t worker) const {
    const std::uint64_t iteration = cursor(worker).script->iteration;
    return iteration == kNoIteration ? std::nullopt : std::optional(iteration);
  }

  /// What the worker has read so far of X for its next gradient, register by register. Empty once
  /// it has been resumed between that and its update.
  std::span<const double> values_read(std::uint32_t worker) const;
  std::span<const std::uint32_t> registers_read(std::uint32_t worker) const;
};

/// For location-oblivious adversaries: of pending operations, all but the register.
class LocationObliviousView : public PastView {
 public:
  using PastView::PastView;
  static constexpr std::string_view kPower = "location-oblivious";

  OperationKind pending_kind(std::uint32_t worker) const { return pending_operation(worker).kind; }
  Word pending_operand(std::uint32_t worker) const { return pending_operation(worker).operand; }
};

/// For value-oblivious adversaries: of pending operations, all but the operand.
class ValueObliviousView : public PastView {
 public:
  using PastView::PastView;
  static constexpr std::string_view kPower = "value-oblivious";

  OperationKind pending_kind(std::uint32_t worker) const { return pending_operation(worker).kind; }
  std::uint32_t pending_register(std::uint32_t worker) const {
    return pending_operation(worker).target;
  }
};

/// For strong adaptive adversaries: everything, every coin already flipped included.
class StrongView : public PastView {
 public:
  using PastView::PastView;
  static constexpr std::string_view kPower = "strong adaptive";

  /// The next operation of a worker that has not ended; see pending_operation.
  Operation pending(std::uint32_t worker) const { return pending_operation(worker); }

  /// The sampled update in flight: what the worker will add to the model, atomically, racily, or
  /// under a guard that still holds. Empty until the gradient is sampled. Of a model in versions,
  /// by what the one to be published differs from the current one; empty until it is posted, and
  /// where another has been published before it.
  SampledUpdate update(std::uint32_t worker) const;

  /// Whether the worker has begun to write a racy update, and is not through with it.
  bool within_racy_update(std::uint32_t worker) const;

  /// The coins of the worker's iteration that have been flipped, 64 bits each, in order.
  std::vector<std::uint64_t> coins(std::uint32_t worker) const;

 private:
  SampledUpdate publication(std::uint32_t worker) const;
};

}  // namespace hogtie
