#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "core/execution/execute_at_boundary.h"
#include "core/execution/execution.h"
#include "core/execution/playback.h"
#include "core/execution/tape.h"
#include "core/memory/worker_memory.h"
#include "sim/machine/context.h"
#include "sim/machine/ending.h"
#include "sim/machine/heap_watch.h"
#include "sim/machine/last_submission.h"
#include "sim/machine/machine_state.h"
#include "sim/machine/overflow_guard.h"
#include "sim/machine/playback_reader.h"
#include "sim/machine/reader_thread.h"
#include "sim/machine/sanitizer_fiber.h"
#include "sim/machine/stack_pool.h"
#include "sim/machine/tape_reader.h"

namespace hogtie {

class SimulatedMemory;

/// What a machine is built for.
struct MachineShape {
  RegisterLayout layout;
  std::uint32_t workers;       ///< 1 to 100,000.
  std::size_t operations_max;  ///< Most operations that a worker has pending at once.
  std::size_t scalars_max;    ///< Most of these that are ScalarOperations: in no list, and no reads
                              ///< or fetch&adds of doubles.
  std::size_t doubles_owned;  ///< Doubles that a worker may allocate.
  std::size_t stack_bytes;    ///< Size of each worker's stack.
  std::uint64_t seed;         ///< Seed of the workers' coins.
};

/// The simulated machine: workers run on stacks of their own, and every shared-memory operation is
/// one step, picked by an adversary.
///
/// A worker that suspends executes, on its own stack, the steps that the adversary picks (of
/// whichever worker), until one of them completes some worker's script; control then passes
/// straight to that worker. Local computation that a script carries runs on the stack of the worker
/// that is picking. If monitors read the run, the adversary is asked on the caller's stack.
///
/// The run is written to a tape. Its readers are served on the caller's stack, which control goes
/// back to at the end of each block.
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
  /// After so many steps in a row in which workers only spin (see SharedMemory), the run ends.
  void set_spin_limit(std::uint64_t steps) { execution_.spins.limit = steps; }

  // Before the run. Readers are served in the order in which they were added, those of steps first.
  // They must outlive the run.
  void add_reader(TapeReader& reader);
  void add_reader(StepReader& reader) { playback().add(reader); }
  void add_reader(StretchReader& reader) { playback().add(reader); }

  /// The playback that readers of steps read. Must not be used during the run.
  Playback& playback();

  /// The same, for a TapeReader during the run, once everything before is played.
  Playback& caught_up_playback();

  /// Before the run: its steps are played on a thread of its own, behind the run, if the system
  /// grants one. What readers of steps are told is the same. One that stops the run in another way
  /// than by an exception must not ask for this.
  void play_behind() { plays_behind_ = true; }

  /// The program of the workers. It operates through SimulatedMemory; see `begin_simulation`.
  using Program = std::function<void(std::uint32_t worker)>;

  // A run. All of it belongs to one thread at a time.

  /// Lets every worker run up to its first operation. Once: a second begin is a std::logic_error.
  void begin(Program program);

  /// Executes steps that the adversary picks, up to step `until` or to the end of the run. Returns
  /// whether the run goes on. Readers have read all that was executed.
  bool advance(Adversary& adversary, std::uint64_t until);

  /// Ends the run, as STOPPED unless it has ended by itself. Rethrows what a reader has thrown, and
  /// an InputError of an adversary.
  Ending end();

  /// The state between two steps, after `begin` and before `end`. Its size does not depend on the
  /// steps before. A worker's state is its stack, and the memory that SimulatedMemory allocates:
  /// programs whose workers own other heap memory across an operation must not be saved. Debug
  /// builds notice that. So are adversaries' states: see Adversary::clone.
  ///
  /// Throws std::logic_error if a worker owns heap memory, a stack has overflowed, a reader cannot
  /// go back, a reader has failed, or stacks cannot be copied (under ThreadSanitizer).
  MachineState save();

  /// Goes to a state that this machine has saved, with the same readers, also after an overflow of
  /// a stack. What comes next is the same, to the bit, as if it had not been left. Throws
  /// std::logic_error for a state of another machine, or after `end`.
  void restore(const MachineState& state);

 private:
  friend class SimulatedMemory;

  /// Thrown into suspended workers to unwind their stacks when the run is over.
  struct Unwinding {};

  std::uint32_t main() const { return execution_.workers; }
  std::uint32_t pick();
  void suspend(std::uint32_t worker);
  bool may_pick(std::uint32_t worker);
  std::uint32_t switch_to(std::uint32_t from, std::uint32_t to);
  std::uint32_t arrived_from(std::uint32_t at, Context source);

  static void enter(Arrival from);
  [[noreturn]] void worker_main(std::uint32_t worker, Context from);
  void end_worker(std::uint32_t worker);
  template <class Body>
  void guarded(const Body& body);
  void start_workers();
  void start_worker(std::uint32_t worker);
  void schedule();
  void resume(std::uint32_t worker);
  void renew_duties();
  void count_heap(std::uint32_t worker) { heap_[worker] += heap_blocks() - heap_before_; }
  void unwind();
  void unwind_workers();
  std::span<std::byte> used_stack(std::uint32_t worker) const;
  void check_savable() const;
  void check_heap() const;
  void note_overflow();
  void recover_from_overflow();
  Ending overflow_ending() const;

  void begin_readers();
  void serve_readers();
  void read_tape();
  void next_tape();
  void finish_readers();
  void begin_playing_behind();
  bool next_block();
  std::uint32_t execute_boundary(std::uint32_t worker);
  std::uint32_t sample(std::uint32_t worker);
  std::uint32_t spun();
  std::string describe_spinning() const;
  std::uint32_t chose_ended(std::uint32_t worker);
  std::uint32_t begin_run(Choice choice);
  std::uint32_t run_on();
  std::uint32_t cannot_schedule(Choice choice);
  std::uint32_t adversary_threw();
  void worker_threw(std::uint32_t worker);
  void reader_threw();
  void end(proto::Verdict verdict, std::string detail);
  void end_overflowed() { end(proto::WORKER_ERROR, {}); }
  void check_stack(std::uint32_t worker);
  std::string place(std::uint32_t worker, std::uint64_t step) const;

  bool writes_all() const { return (duties_ & kWritesAll) != 0; }
  template <class Write>
  void write(const Write& write);
  void write_submission(std::uint32_t worker);
  void write_sample(std::uint32_t worker);
  void write_dropped(std::uint32_t worker);
  void write_end(std::uint32_t worker);
  void iteration_begun(std::uint32_t worker);
  void iteration_ended(std::uint32_t worker);

  static constexpr std::uint32_t kCaller = 1;     ///< Gives control back to the caller.
  static constexpr std::uint32_t kWrites = 2;     ///< Writes submissions to the tape,
  static constexpr std::uint32_t kWritesAll = 4;  ///< and all else that a tape has.
  static constexpr std::uint32_t kOverflowed = 8;
  static constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

  Execution execution_;
  Adversary* adversary_ = nullptr;
  Program program_;
  std::uint64_t until_ = 0;            ///< The step that the call of `advance` ends before.
  bool ended_ = false;                 ///< By `end`.
  std::uint32_t resume_ = kNobody;     ///< Who is resumed before the next step.
  std::uint32_t run_worker_ = 0;       ///< A choice of several steps: its worker,
  std::uint32_t run_left_ = 0;         ///< those still to be executed.
  std::uint32_t running_;              ///< Whose stack is in use; main() for the caller's.
  std::uint32_t left_ = kNobody;       ///< The worker whose stack was just left for good.
  std::uint32_t computing_ = kNobody;  ///< Whose computation is running, on whatever stack.
  /// What a worker that suspends has to see to: any of the bits below.
  std::uint32_t duties_ = kCaller;
  bool unwinding_ = false;
  bool over_ = false;
  bool stacks_broken_ = false;
  std::uint64_t step_limit_ = std::numeric_limits<std::uint64_t>::max();
  Tape own_tape_;
  Tape* tape_ = &own_tape_;           ///< The one that is being written.
  std::uint32_t tape_bits_ = 0;       ///< The bits of `duties_` that say what is written.
  bool tape_is_whole_ = true;         ///< False once something could not be written.
  std::vector<LastSubmission> last_;  ///< By worker, if all is written.
  std::uint64_t submissions_ = 0;     ///< Counted if they are written.
  std::uint64_t listed_next_ = 0;     ///< Submission to be listed though it repeats.
  bool stops_at_listed_ = false;      ///< A block ends after each listed submission.
  std::vector<TapeReader*> readers_;
  std::unique_ptr<PlaybackReader> playback_;
  bool plays_behind_ = false;
  std::optional<ReaderThread> thread_;  ///< If that plays.
  // If the build watches the heap:
  std::vector<std::int64_t> heap_;  ///< Blocks that workers took less those given back, by worker.
  std::int64_t heap_before_ = 0;    ///< The thread's, when the running worker went on.
  /// The first overflow of a stack.
  struct Overflow {
    bool happened = false;
    bool picking = false;      ///< The adversary was asked on the stack.
    std::uint32_t worker = 0;  ///< The owner of the stack, or of the computation.
    std::uint64_t step = 0;
  };
  Overflow overflow_;
  Ending ending_{proto::COMPLETED, {}};
  std::exception_ptr failure_;  ///< To be rethrown by `run`.
  WorkerMemory memory_;
  StackPool stacks_;
  std::optional<OverflowGuard> guard_;  ///< During a run.
  std::vector<Context> contexts_;  ///< By worker, of stacks that are suspended; last the caller's.
  std::vector<SanitizerFiber> sanitizer_;
  std::size_t operations_max_;
  std::size_t scalars_max_;
  Script ended_script_;  ///< The script of workers that have ended.
  std::shared_ptr<const void> identity_ = std::make_shared<char>();
};

/// Runs the computation that a worker is at. Returns who is to be resumed, or kNobody.
[[gnu::always_inline]] inline std::uint32_t Machine::sample(std::uint32_t worker) {
  Cursor& cursor = execution_.cursors[worker];
  computing_ = worker;
  try {
    run_computation(*cursor.script);
    computing_ = kNobody;
    if ((duties_ & (kWritesAll | kOverflowed)) != 0) {
      if (overflow_.happened) {
        end_overflowed();
        return main();
      }
      write_sample(worker);
    }
    const bool dropped = settle_update(*cursor.script);
    if (dropped && (duties_ & kWrites) != 0) [[unlikely]] {
      write_dropped(worker);
      // The worker goes on in the next block, if this one is full, whoever reads the tape.
      if (cursor.position == cursor.script->size) {
        resume_ = worker;
        return main();
      }
    }
  } catch (...) {
    worker_threw(worker);
    return main();
  }
  if (cursor.position == cursor.script->size) return worker;
  find_boundary(cursor);
  return kNobody;
}

/// Executes the operation before a boundary of the worker's script, and does what is due there.
/// Returns who is to be resumed, or kNobody.
[[gnu::always_inline]] inline std::uint32_t Machine::execute_boundary(std::uint32_t worker) {
  switch (execute_at_boundary(execution_, execution_.cursors[worker])) {
    case Due::kComputation:
      return sample(worker);
    case Due::kWorker:
      return worker;
    case Due::kNothing:
      return kNobody;
    case Due::kSpin:
      return spun();
    default:
      return chose_ended(worker);
  }
}

/// The adversary's steps, on the stack of whoever suspended last, until a worker must be resumed:
/// returns it (main() when the run is over).
[[gnu::always_inline]] inline std::uint32_t Machine::pick() {
  try {
    for (;;) {
      if (run_left_ != 0) [[unlikely]] {
        const std::uint32_t next = run_on();
        if (next != kNobody) return next;
      }
      Choice choice;
      const std::uint32_t worker = adversary_->run_steps(execution_, choice);
      std::uint32_t next;
      if (worker < kNeedsMachine) [[likely]] {
        next = execute_boundary(worker);
      } else if (worker == kBlockFull) {
        return main();
      } else {
        next = begin_run(choice);
      }
      if (next != kNobody) return next;
    }
  } catch (...) {
    return adversary_threw();
  }
}

/// Returns, on the stack of `from`, whose stack control came back from.
[[gnu::always_inline]] inline std::uint32_t Machine::switch_to(std::uint32_t from,
                                                               std::uint32_t to) {
  sanitizer_[from].leave(sanitizer_[to], false);
  return arrived_from(from, switch_context(contexts_[to], this).fctx);
}

/// Keeps the context that control came from, and returns whose it is.
[[gnu::always_inline]] inline std::uint32_t Machine::arrived_from(std::uint32_t at,
                                                                  Context source) {
  const std::uint32_t from = std::exchange(running_, at);
  sanitizer_[at].enter(sanitizer_[from]);
  contexts_[from] = source;
  return from;
}

[[gnu::always_inline]] inline void Machine::suspend(std::uint32_t worker) {
  if constexpr (kWatchesHeap) count_heap(worker);
  const std::uint32_t next = duties_ == 0 || may_pick(worker) ? pick() : main();
  if (next != worker) {
    switch_to(worker, next);
    if (unwinding_) [[unlikely]] {
      throw Unwinding{};
    }
  }
  if constexpr (kWatchesHeap) heap_before_ = heap_blocks();
}

/// Returns whether the worker may pick.
[[gnu::always_inline]] inline bool Machine::may_pick(std::uint32_t worker) {
  if ((duties_ & kWrites) != 0) write_submission(worker);
  return (duties_ & kCaller) == 0;
}

}  // namespace hogtie
