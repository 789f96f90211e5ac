#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/execution/execution.h"
#include "core/memory/operation.h"

namespace hogtie {

/// What the machine shows an adversary, sealed: only the base class that a strategy derives from
/// opens it, and hands on the view of its power.
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
  explicit ObliviousView(Situation situation) : situation_(situation) {}

  /// Number of the step to be chosen, from 0.
  std::uint64_t step() const { return execution().step(); }
  std::uint32_t workers() const { return execution().workers; }
  const RunnableSet& runnable() const { return *situation_.runnable_; }

 protected:
  const Execution& execution() const { return *situation_.execution_; }
  const Cursor& cursor(std::uint32_t worker) const { return execution().cursors[worker]; }

  /// The pending operation of a runnable worker.
  Operation pending_operation(std::uint32_t worker) const {
    return operation_at(*cursor(worker).script, cursor(worker).position);
  }

 private:
  Situation situation_;
};

/// For read/write-oblivious adversaries: the past, but nothing of pending operations.
class PastView : public ObliviousView {
 public:
  using ObliviousView::ObliviousView;

  const RegisterLayout& layout() const { return execution().layout; }

  /// The worker of the step before; workers() before the first.
  std::uint32_t last_worker() const { return execution().steps.last_worker(); }

  /// Content of a register.
  double value(DoubleRegister x) const { return execution().cells[layout().number(x)]; }
  std::uint64_t value(CounterRegister c) const {
    return to_word(execution().cells[layout().number(c)]);
  }

  /// The iteration that the worker is in, from the step that begins it to its last.
  std::optional<std::uint64_t> iteration(std::uint32_t worker) const {
    return execution().iteration(worker);
  }

  /// The iteration that the worker began last, over or not; none once the worker has ended.
  std::optional<std::uint64_t> last_iteration(std::uint32_t worker) const {
    const std::uint64_t iteration = cursor(worker).script->iteration;
    return iteration == kNoIteration ? std::nullopt : std::optional(iteration);
  }

  /// What the worker has read so far of the model for its next gradient, register by register.
  std::span<const double> values_read(std::uint32_t worker) const;
  std::span<const std::uint32_t> registers_read(std::uint32_t worker) const;
};

/// For location-oblivious adversaries: of pending operations, all but the register.
class LocationObliviousView : public PastView {
 public:
  using PastView::PastView;

  OperationKind pending_kind(std::uint32_t worker) const { return pending_operation(worker).kind; }
  Word pending_operand(std::uint32_t worker) const { return pending_operation(worker).operand; }
};

/// For value-oblivious adversaries: of pending operations, all but the operand.
class ValueObliviousView : public PastView {
 public:
  using PastView::PastView;

  OperationKind pending_kind(std::uint32_t worker) const { return pending_operation(worker).kind; }
  std::uint32_t pending_register(std::uint32_t worker) const {
    return pending_operation(worker).target;
  }
};

/// For strong adaptive adversaries: everything, every coin already flipped included.
class StrongView : public PastView {
 public:
  using PastView::PastView;

  /// The next operation of a runnable worker.
  Operation pending(std::uint32_t worker) const { return pending_operation(worker); }

  /// The sampled update in flight, as far as it is not applied: what the worker will add, and to
  /// which coordinates of the model. Empty until the gradient is sampled.
  std::span<const double> update(std::uint32_t worker) const;
  std::span<const std::uint32_t> update_registers(std::uint32_t worker) const;

  /// Calls visit(register, increment) for each component of that, and for those of a racy add, too,
  /// which is not in the spans since each of its updates is a read and a write.
  template <class Visit>
  void each_update(std::uint32_t worker, const Visit& visit) const {
    const std::span<const double> increments = update(worker);
    const std::span<const std::uint32_t> registers = update_registers(worker);
    for (std::size_t k = 0; k < increments.size(); ++k) visit(registers[k], increments[k]);
    const Cursor& at = cursor(worker);
    const Script& script = *at.script;
    const std::uint32_t done = std::max(at.position, script.racy_begin) - script.racy_begin;
    for (std::uint32_t k = script.racy_begin + done / 2 * 2 + 1; k < script.racy_end; k += 2) {
      if (layout().is_model(at.registers[k])) visit(at.registers[k], at.values[k]);
    }
  }

  /// The coins of the worker's iteration that have been flipped, 64 bits each, in order.
  std::vector<std::uint64_t> coins(std::uint32_t worker) const;
};

}  // namespace hogtie
