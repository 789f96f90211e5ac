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
#include "sim/machine/last_segments.h"
#include "sim/machine/overflow_guard.h"
#include "sim/machine/sanitizer_fiber.h"
#include "sim/machine/stack_pool.h"
#include "sim/machine/submission_sink.h"
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
/// A worker that suspends executes, on its own stack, the steps that the adversary picks (of
/// whichever worker), until one of them completes some worker's script; control then passes
/// straight to that worker. See design notes at `pick`. Local computation that a script carries
/// runs on the stack of the worker that is picking.
///
/// Sinks and observers are served on the caller's stack, which control goes back to for them: at
/// the end of a block, at a submission of note, and at every suspension of a run that is observed.
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
  void add_sink(SubmissionSink& sink);
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
  void suspend(std::uint32_t worker);
  std::uint32_t switch_to(std::uint32_t from, std::uint32_t to);

  template <class Program>
  Fiber live(std::uint32_t worker, Fiber&& from, const Program& program);
  void end_worker(std::uint32_t worker);
  Ending conduct();
  void start_workers();
  void schedule();
  void visit(std::uint32_t worker);
  void attend();
  void unwind_workers();
  void recover_from_overflow();

  /// Whether it is one step of some worker: both tests in one.
  bool is_single_step(Choice choice) const {
    constexpr std::uint64_t kOneStep = std::uint64_t{1} << 32;
    return std::bit_cast<std::uint64_t>(choice) - kOneStep < execution_.workers;
  }

  void flush();
  bool next_block();
  std::uint32_t advance(std::uint32_t worker);
  bool sample(std::uint32_t worker);
  void execute_special(Special& special);
  std::uint32_t chose_ended(std::uint32_t worker);
  std::uint32_t begin_run(Choice choice);
  std::uint32_t run_on();
  std::uint32_t cannot_schedule(Choice choice);
  std::uint32_t adversary_threw();
  void worker_threw(std::uint32_t worker);
  void watcher_threw();
  void end(proto::Verdict verdict, std::string detail);
  void note_submission(std::uint32_t worker);
  void ask_for_submission();
  void check_stack(std::uint32_t worker);
  template <class Event>
  void notify(const Event& event);
  void overflowed(std::uint32_t worker);
  std::string place(std::uint32_t worker) const;
  void iteration_begun(std::uint32_t worker);
  void update_sampled(std::uint32_t worker);
  void iteration_ended(std::uint32_t worker);

  static constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

  Execution execution_;
  Adversary* adversary_ = nullptr;
  std::uint32_t resume_ = kNobody;     ///< Who is resumed before the next step.
  std::uint32_t run_worker_ = 0;       ///< Of a choice of several steps:
  std::uint32_t run_left_ = 0;         ///< those still to be executed.
  std::uint32_t running_;              ///< Whose stack is in use; main() for the caller's.
  std::uint32_t computing_ = kNobody;  ///< Whose computation is running, on whatever stack.
  /// Whether a worker that suspends gives control back to the caller instead of picking.
  bool attention_ = true;
  bool unwinding_ = false;
  bool over_ = false;
  bool stacks_broken_ = false;
  std::uint64_t step_limit_ = std::numeric_limits<std::uint64_t>::max();
  std::vector<BlockSink*> sinks_;
  std::vector<SubmissionSink*> submission_sinks_;
  LastSegments last_segments_;
  std::uint64_t submissions_ = 0;     ///< Counted where there are submission sinks.
  std::uint64_t report_at_ = 0;       ///< First submission to be reported though it repeats.
  std::uint32_t reported_ = kNobody;  ///< Whose submission the sinks are to be told of.
  std::vector<Observer*> observers_;
  Ending ending_{proto::COMPLETED, {}};
  std::exception_ptr failure_;  ///< Of a sink or an observer: rethrown by `run`.
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
    Adversary& adversary = *adversary_;
    Cursor* const cursors = execution_.cursors.data();
    double* const cells = execution_.cells.data();
    for (;;) {
      if (execution_.steps.full()) [[unlikely]] {
        return main();
      }
      const Choice choice = adversary.choose(Situation(execution_, execution_.runnable));
      if (!is_single_step(choice)) [[unlikely]] {
        const std::uint32_t next = begin_run(choice);
        if (next != kNobody) return next;
        continue;
      }
      Cursor& cursor = cursors[choice.worker];
      execution_.steps.take(choice.worker);
      execute_next(cursor, cells);
      if (cursor.position == cursor.stop) {
        if (cursor.position == cursor.script->plain_end) return choice.worker;
        const std::uint32_t next = advance(choice.worker);
        if (next != kNobody) return next;
      }
    }
  } catch (...) {
    return adversary_threw();
  }
}

/// Returns, on the stack of `from`, whose stack control came back from.
[[gnu::always_inline]] inline std::uint32_t Machine::switch_to(std::uint32_t from,
                                                               std::uint32_t to) {
  running_ = from;
  sanitizer_[from].leave(sanitizer_[to], false);
  Fiber source = std::move(fibers_[to]).resume();
  const std::uint32_t back_from = running_;
  sanitizer_[from].enter(sanitizer_[back_from]);
  fibers_[back_from] = std::move(source);
  running_ = from;
  return back_from;
}

[[gnu::always_inline]] inline void Machine::suspend(std::uint32_t worker) {
  if (!submission_sinks_.empty()) note_submission(worker);
  const std::uint32_t next = attention_ ? main() : pick();
  if (next != worker) switch_to(worker, next);
  if (unwinding_) [[unlikely]] {
    throw Unwinding{};
  }
}

/// Counts the submission, and sees to it that the sinks are told where they have to be.
[[gnu::always_inline]] inline void Machine::note_submission(std::uint32_t worker) {
  const std::uint64_t number = submissions_++;
  if (last_segments_.repeats(worker, *execution_.cursors[worker].script) && number != report_at_) {
    return;
  }
  reported_ = worker;
  attention_ = true;
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
  sanitizer_[worker].leave(sanitizer_[main()], true);
  return std::move(fibers_[main()]);
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
