#pragma once

#include <bit>
#include <boost/context/fiber.hpp>
#include <boost/context/preallocated.hpp>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "adversaries/adversary.h"
#include "core/execution/execution.h"
#include "core/execution/observer.h"
#include "sim/machine/block_sink.h"
#include "sim/machine/ending.h"
#include "sim/machine/execute_next.h"
#include "sim/machine/overflow_guard.h"
#include "sim/machine/sanitizer_fiber.h"
#include "sim/machine/stack_pool.h"
#include "sim/machine/worker_memory.h"

namespace hogtie {

class SimulatedMemory;

/// What a machine is built for.
struct MachineShape {
  RegisterLayout layout;
  std::uint32_t workers;       ///< 1 to 100,000.
  std::size_t operations_max;  ///< Most operations that a worker has pending at once.
  std::size_t specials_max;    ///< Of these, most that are no reads or fetch&adds of doubles.
  std::size_t doubles_owned;   ///< Doubles that a worker may allocate.
  std::size_t stack_bytes;     ///< Of each worker.
  std::uint64_t seed;          ///< Of the workers' coins.
};

/// The simulated machine: workers are fibers, and every shared-memory operation is one step, picked
/// by an adversary.
///
/// There is no scheduler context. A worker that suspends executes, on its own stack, the steps that
/// the adversary picks (of whichever worker), until one of them completes some worker's script;
/// control then passes straight to that worker. See design notes at `pick`.
///
/// Local computation that a script carries runs on the stack of the worker that is picking.
class Machine {
 public:
  explicit Machine(const MachineShape& shape);
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  /// The state; before the run, registers are set here.
  Execution& execution() { return execution_; }
  const Execution& execution() const { return execution_; }
  bool stacks_guarded() const { return stacks_.guarded(); }

  void set_step_limit(std::uint64_t steps) { step_limit_ = steps; }
  void add_sink(BlockSink& sink) { sinks_.push_back(&sink); }
  void add_observer(Observer& observer) { observers_.push_back(&observer); }

  /// Runs `program(worker)` on a fiber for every worker, under the adversary, to the end. Once.
  /// Programs operate through SimulatedMemory; see `simulate`.
  template <class Program>
  Ending run(Adversary& adversary, const Program& program);

 private:
  friend class SimulatedMemory;

  using Fiber = boost::context::fiber;

  /// Thrown into suspended workers to unwind their stacks when the run is over.
  struct Unwinding {};

  std::uint32_t main() const { return execution_.workers; }
  std::uint32_t pick();
  std::uint32_t pick_observed();
  std::uint32_t pick_with_attention(std::uint32_t worker);
  void suspend(std::uint32_t worker);
  void switch_to(std::uint32_t from, std::uint32_t to);

  template <class Program>
  Fiber live(std::uint32_t worker, Fiber&& from, const Program& program);
  void end_worker(std::uint32_t worker);
  Ending conduct();
  void start_workers();
  void unwind_workers();
  void recover_from_overflow();

  /// Whether it is one step of some worker: both tests in one.
  bool is_single_step(Choice choice) const {
    constexpr std::uint64_t kOneStep = std::uint64_t{1} << 32;
    return std::bit_cast<std::uint64_t>(choice) - kOneStep < execution_.workers;
  }

  void flush();
  bool housekeeping();
  std::uint32_t advance(std::uint32_t worker);
  std::uint32_t begin_run(Choice choice);
  std::uint32_t run_on();
  std::uint32_t cannot_schedule(Choice choice);
  std::uint32_t adversary_threw();
  void worker_threw(std::uint32_t worker);
  void end(proto::Verdict verdict, std::string detail);
  void submitted(std::uint32_t worker);
  void check_stack(std::uint32_t worker);
  void overflowed(std::uint32_t worker);
  std::string place(std::uint32_t worker) const;
  void iteration_begun(std::uint32_t worker);
  void iteration_ended(std::uint32_t worker);

  static constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

  Execution execution_;
  Adversary* adversary_ = nullptr;
  std::uint32_t run_worker_ = 0;       ///< Of a choice of several steps:
  std::uint32_t run_left_ = 0;         ///< those still to be executed.
  std::uint32_t running_;              ///< Whose stack is in use; main() for the caller's.
  std::uint32_t computing_ = kNobody;  ///< Whose computation is running, on whatever stack.
  bool attention_ = true;              ///< Whether a worker that suspends may not just pick.
  bool starting_ = false;
  bool unwinding_ = false;
  bool over_ = false;
  bool stacks_broken_ = false;
  std::uint64_t step_limit_ = std::numeric_limits<std::uint64_t>::max();
  std::vector<BlockSink*> sinks_;
  std::vector<Observer*> observers_;
  Ending ending_{proto::COMPLETED, {}};
  std::exception_ptr failure_;  ///< Of a sink: rethrown by `run`.
  WorkerMemory memory_;
  StackPool stacks_;
  std::vector<Fiber> fibers_;  ///< Those suspended; last the caller's context.
  std::vector<SanitizerFiber> sanitizer_;
  Script ended_script_;  ///< Of workers that have ended.
  std::uint32_t ended_register_;
  double ended_value_ = kReadOperand;
  alignas(Fiber) std::byte given_up_[sizeof(Fiber)];  ///< A context that must not be unwound.
};

/// The step loop, on the stack of whoever suspended last: executes steps until a worker must be
/// resumed, and returns it (main() when the run is over).
///
/// The common step (execute_next) is branch-free up to "is this a stop of the script": a read is a
/// fetch&add of -0.0, and every other kind of operation stands on the scratch register, does
/// nothing here, and is executed by `advance`, as is the computation that lies between reads and
/// updates. A worker that has ended stands on such a stop too, so choosing it costs no test here.
[[gnu::always_inline]] inline std::uint32_t Machine::pick() {
  try {
    if (run_left_ != 0) [[unlikely]] {
      const std::uint32_t next = run_on();
      if (next != kNobody) return next;
    }
    for (;;) {
      if (execution_.steps.full()) [[unlikely]] {
        if (!housekeeping()) return main();
      }
      const Choice choice = adversary_->choose(Situation(execution_, execution_.runnable));
      if (!is_single_step(choice)) [[unlikely]] {
        const std::uint32_t next = begin_run(choice);
        if (next != kNobody) return next;
        continue;
      }
      Cursor& cursor = execution_.cursors[choice.worker];
      execution_.steps.take(choice.worker);
      execute_next(cursor, execution_.cells.data());
      if (cursor.position == cursor.stop) {
        if (cursor.position == cursor.plain_end) return choice.worker;
        const std::uint32_t next = advance(choice.worker);
        if (next != kNobody) return next;
      }
    }
  } catch (...) {
    return adversary_threw();
  }
}

[[gnu::always_inline]] inline void Machine::switch_to(std::uint32_t from, std::uint32_t to) {
  running_ = from;
  sanitizer_[from].leave(sanitizer_[to], false);
  Fiber source = std::move(fibers_[to]).resume();
  sanitizer_[from].enter(sanitizer_[running_]);
  fibers_[running_] = std::move(source);
  running_ = from;
}

[[gnu::always_inline]] inline void Machine::suspend(std::uint32_t worker) {
  if (!sinks_.empty()) submitted(worker);
  const std::uint32_t next = attention_ ? pick_with_attention(worker) : pick();
  if (next != worker) switch_to(worker, next);
  if (unwinding_) [[unlikely]] {
    throw Unwinding{};
  }
}

template <class Program>
Machine::Fiber Machine::live(std::uint32_t worker, Fiber&& from, const Program& program) {
  sanitizer_[worker].enter(sanitizer_[running_]);
  fibers_[running_] = std::move(from);
  running_ = worker;
  try {
    if (!unwinding_) {  // else an earlier worker failed before this one began
      program(worker);
      end_worker(worker);
    }
  } catch (const Unwinding&) {
  } catch (...) {
    worker_threw(worker);
  }
  const std::uint32_t next = pick_with_attention(worker);
  sanitizer_[worker].leave(sanitizer_[next], true);
  return std::move(fibers_[next]);
}

template <class Program>
Ending Machine::run(Adversary& adversary, const Program& program) {
  struct KeepStack {
    void deallocate(boost::context::stack_context&) {}
  };
  adversary_ = &adversary;
  for (std::uint32_t w = 0; w < execution_.workers; ++w) {
    const boost::context::stack_context stack = stacks_.stack(w);
    sanitizer_[w].create(static_cast<const char*>(stack.sp) - stack.size, stack.size);
    fibers_[w] = Fiber(
        std::allocator_arg, boost::context::preallocated(stack.sp, stack.size, stack), KeepStack{},
        [this, w, &program](Fiber&& from) { return live(w, std::move(from), program); });
  }
  return conduct();
}

}  // namespace hogtie
