#include "sim/machine/machine.h"

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "core/error.h"
#include "sim/machine/execute_stretch.h"

namespace hogtie {
namespace {

/// The message of the exception being handled.
std::string current_message() {
  try {
    throw;
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

/// "worker 3" or "workers 0, 2".
std::string list_workers(const std::vector<std::uint32_t>& workers) {
  std::string text = workers.size() == 1 ? "worker " : "workers ";
  for (std::size_t k = 0; k < workers.size(); ++k) {
    text += (k == 0 ? "" : ", ") + std::to_string(workers[k]);
  }
  return text;
}

}  // namespace

Machine::Machine(const MachineShape& shape)
    : execution_(shape.layout, shape.workers, shape.seed),
      running_(shape.workers),
      heap_(kWatchesHeap ? shape.workers : 0),
      memory_(shape.workers, shape.operations_max, shape.scalars_max, shape.doubles_owned),
      stacks_(shape.workers, shape.stack_bytes),
      contexts_(shape.workers + 1),
      sanitizer_(shape.workers + 1),
      operations_max_(shape.operations_max),
      scalars_max_(shape.scalars_max) {
  ended_script_.boundary_kind = BoundaryKind::kEnded;
  for (std::uint32_t w = 0; w < shape.workers; ++w) {
    Script& script = memory_.script(w);
    execution_.cursors[w] = {script.registers, script.values, 0, 0, &script};
  }
}

Machine::~Machine() {
  thread_.reset();
  readers_.clear();
  tape_ = &own_tape_;
  unwind();
  for (std::uint32_t w = 0; w < execution_.workers; ++w) sanitizer_[w].destroy();
}

void Machine::add_reader(TapeReader& reader) {
  readers_.push_back(&reader);
}

Playback& Machine::playback() {
  if (playback_ == nullptr) {
    playback_ = std::make_unique<PlaybackReader>(execution_.layout, execution_.workers,
                                                 operations_max_, scalars_max_);
    readers_.insert(readers_.begin(), playback_.get());
  }
  return playback_->playback();
}

void Machine::begin(Program program) {
  if (program_) throw std::logic_error("a machine runs once");
  guard_.emplace(
      stacks_, [](void* machine) { static_cast<Machine*>(machine)->note_overflow(); }, this);
  program_ = std::move(program);
  begin_readers();
  guarded([this] { start_workers(); });
  serve_readers();
}

bool Machine::advance(Adversary& adversary, std::uint64_t until) {
  if (!program_ || ended_) throw std::logic_error("the machine is in no run");
  adversary_ = &adversary;
  until_ = until;
  if (!over_) guarded([this] { schedule(); });
  serve_readers();
  return !over_;
}

Ending Machine::end() {
  if (!program_ || ended_) throw std::logic_error("the machine is in no run");
  serve_readers();
  end(proto::STOPPED, {});
  finish_readers();
  unwind();
  if (failure_) std::rethrow_exception(failure_);
  return ending_;
}

/// Runs what may switch to workers. If a stack and its reserve are used up, what is left of it is
/// given up, and the run ends.
template <class Body>
void Machine::guarded(const Body& body) {
  const OverflowGuard::OnThread on_thread(*guard_);
  sanitizer_[main()].adopt_current();
  if (sigsetjmp(guard_->landing(), 0) == 0) {
    body();
  } else {
    OverflowGuard::landed();
    recover_from_overflow();
  }
}

/// Lets every worker run up to its first operation.
void Machine::start_workers() {
  for (std::uint32_t w = 0; w < execution_.workers && !over_; ++w) {
    duties_ |= kCaller;
    start_worker(w);
    renew_duties();
  }
}

void Machine::start_worker(std::uint32_t worker) {
  const boost::context::stack_context stack = stacks_.stack(worker);
  const std::size_t whole = stack.size + stacks_.reserve_bytes();
  sanitizer_[worker].create(static_cast<const char*>(stack.sp) - whole, whole);
  contexts_[worker] = make_context(stack.sp, stack.size, enter);
  left_ = worker;
  resume(worker);
}

/// The first function on a worker's stack.
void Machine::enter(Arrival from) {
  Machine& machine = *static_cast<Machine*>(from.data);
  machine.worker_main(std::exchange(machine.left_, kNobody), from.fctx);
}

/// The life of a worker, on its stack. Never resumed after its end.
void Machine::worker_main(std::uint32_t worker, Context from) {
  arrived_from(worker, from);
  if constexpr (kWatchesHeap) heap_before_ = heap_blocks();
  try {
    program_(worker);
    if constexpr (kWatchesHeap) heap_[worker] = 0;
    end_worker(worker);
  } catch (const Unwinding&) {
  } catch (...) {
    worker_threw(worker);
  }
  left_ = worker;
  sanitizer_[worker].leave(sanitizer_[main()], true);
  switch_context(contexts_[main()], this);
  std::abort();
}

/// The run, as seen from the caller's stack: block by block, visit by visit.
void Machine::schedule() {
  while (!over_) {
    if (execution_.steps.full() && !next_block()) return;
    std::uint32_t next = std::exchange(resume_, kNobody);
    if (next == kNobody) next = pick();
    if (next != main()) resume(next);
    renew_duties();
  }
}

/// Passes control to a worker until some worker gives it back.
void Machine::resume(std::uint32_t worker) {
  const std::uint32_t from = switch_to(main(), worker);
  if (left_ != kNobody) contexts_[std::exchange(left_, kNobody)] = nullptr;
  check_stack(from);
}

/// Sets the things that workers that suspend have to see to. In a run whose steps are read, the
/// adversary is asked on the caller's stack: some search deep, or read traces, and two switches of
/// stacks are little beside a reader.
void Machine::renew_duties() {
  duties_ = tape_bits_;
  if (over_ || !stacks_.guarded() || (tape_bits_ & kWritesAll) != 0) duties_ |= kCaller;
}

/// Unwinds the stacks of workers that have not ended. What they overflow then is given up, too.
void Machine::unwind() {
  ended_ = true;
  over_ = true;
  unwinding_ = true;
  duties_ |= kCaller;
  if (!guard_) return;
  for (bool done = false; !done;) {
    guarded([&] {
      unwind_workers();
      done = true;
    });
  }
  guard_.reset();
}

void Machine::unwind_workers() {
  for (std::uint32_t w = 0; w < execution_.workers; ++w) {
    if (contexts_[w] == nullptr) continue;
    if (stacks_broken_) {
      contexts_[w] = nullptr;
    } else {
      resume(w);
    }
  }
}

/// Looks at the stack that control came back from. Without guard pages, an overflow shows only
/// afterwards. Another worker's stack lies below, so no stack can be trusted to unwind.
void Machine::check_stack(std::uint32_t worker) {
  if (!stacks_.intact(worker)) {
    stacks_broken_ = true;
    if (!overflow_.happened) overflow_ = {true, false, worker, execution_.step()};
  }
  if (overflow_.happened) end_overflowed();
}

void Machine::end_worker(std::uint32_t worker) {
  execution_.runnable.remove(worker);
  execution_.cursors[worker] = {nullptr, nullptr, 0, 1, &ended_script_};
  if ((duties_ & kWrites) != 0) write_end(worker);
  duties_ |= kCaller;
  if (execution_.runnable.empty()) end(proto::COMPLETED, {});
}

/// The first ending counts: what follows it is unwinding. Of a stack that overflowed before, that
/// is the ending.
void Machine::end(proto::Verdict verdict, std::string detail) {
  if (over_) return;
  over_ = true;
  duties_ |= kCaller;
  if (overflow_.happened) {
    ending_ = overflow_ending();
  } else {
    ending_ = {verdict, std::move(detail)};
  }
}

/// "worker 3, iteration 17, step 1234".
std::string Machine::place(std::uint32_t worker, std::uint64_t step) const {
  std::string text = "worker " + std::to_string(worker);
  const Script& script = memory_.script(worker);
  if (script.iteration_open) text += ", iteration " + std::to_string(script.iteration);
  return text + ", step " + std::to_string(step);
}

void Machine::worker_threw(std::uint32_t worker) {
  end(proto::WORKER_ERROR, place(worker, execution_.step()) + ": " + current_message());
}

/// A file that the adversary reads and that cannot be read is no failure of its own.
std::uint32_t Machine::adversary_threw() {
  try {
    throw;
  } catch (const InputError&) {
    reader_threw();
    return main();
  } catch (...) {
  }
  end(proto::ADVERSARY_ERROR, "the adversary failed at step " + std::to_string(execution_.step()) +
                                  ": " + current_message());
  return main();
}

std::uint32_t Machine::cannot_schedule(Choice choice) {
  if (choice.halts()) {
    end(proto::ALL_CRASHED_OR_BLOCKED, {});
  } else {
    end(proto::ADVERSARY_ERROR, "the adversary chose worker " + std::to_string(choice.worker) +
                                    " at step " + std::to_string(execution_.step()) +
                                    ", of workers 0 to " + std::to_string(execution_.workers - 1));
  }
  return main();
}

/// A reader has failed, or a file that the adversary reads: not the run.
void Machine::reader_threw() {
  if (!failure_) failure_ = std::current_exception();
  over_ = true;
  duties_ |= kCaller;
}

/// After a step in which the worker only spun.
std::uint32_t Machine::spun() {
  Spins& spins = execution_.spins;
  // A spin that `run_steps` has counted was one too many.
  if (spins.last_step != execution_.step() && spins.note(execution_.step())) return kNobody;
  end(proto::STARVED, describe_spinning());
  return main();
}

/// Who spins on what, and who does not.
std::string Machine::describe_spinning() const {
  std::vector<std::uint32_t> spinning;
  std::vector<std::uint32_t> others;
  std::uint32_t target = 0;
  for (std::uint32_t w = 0; w < execution_.workers; ++w) {
    if (!execution_.runnable.contains(w)) continue;
    const Cursor& cursor = execution_.cursors[w];
    const Script& script = *cursor.script;
    const bool spins =
        cursor.position + 1 == cursor.boundary && script.spins(execution_.cells.data());
    (spins ? spinning : others).push_back(w);
    if (spins) target = script.scalars[script.scalar_next].operation.target;
  }
  const std::string all = std::to_string(execution_.spins.in_a_row) + " steps in a row, " +
                          list_workers(spinning) + (spinning.size() == 1 ? " spins" : " spin") +
                          " on " + execution_.layout.name(target) + "; ";
  if (others.empty()) return all + "nobody is left to end that";
  return all + "only " + list_workers(others) +
         ", which the adversary does not schedule, could end that";
}

/// Takes the step back that an ended worker was chosen for.
std::uint32_t Machine::chose_ended(std::uint32_t worker) {
  execution_.steps.take_back();
  end(proto::ADVERSARY_ERROR, "the adversary chose worker " + std::to_string(worker) +
                                  ", which has ended, at step " +
                                  std::to_string(execution_.step()));
  return main();
}

std::uint32_t Machine::begin_run(Choice choice) {
  if (choice.worker >= execution_.workers) return cannot_schedule(choice);
  if (choice.steps == 0 || !execution_.runnable.contains(choice.worker)) {
    end(proto::ADVERSARY_ERROR, "the adversary chose worker " + std::to_string(choice.worker) +
                                    (choice.steps == 0 ? " for 0 steps" : ", which has ended,") +
                                    " at step " + std::to_string(execution_.step()));
    return main();
  }
  run_worker_ = choice.worker;
  run_left_ = choice.steps;
  return run_on();
}

/// Goes on with a choice of several steps. Returns who is to be resumed, or kNobody at its end.
std::uint32_t Machine::run_on() {
  Cursor& cursor = execution_.cursors[run_worker_];
  while (run_left_ > 0) {
    if (execution_.steps.full()) return main();
    if (cursor.script == &ended_script_) {
      run_left_ = 0;
      break;
    }
    const std::uint32_t steps =
        std::min({run_left_, cursor.boundary - cursor.position, execution_.steps.room()});
    execution_.steps.take(run_worker_, steps);
    run_left_ -= steps;
    const bool stops = cursor.position + steps == cursor.boundary;
    execute_stretch(cursor, execution_.cells.data(), steps - (stops ? 1 : 0));
    if (stops) {
      const std::uint32_t next = execute_boundary(run_worker_);
      if (next != kNobody) return next;
    }
  }
  return kNobody;
}

}  // namespace hogtie
