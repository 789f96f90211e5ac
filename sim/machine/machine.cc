#include "sim/machine/machine.h"

#include <algorithm>
#include <csetjmp>
#include <new>
#include <optional>
#include <string>

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

}  // namespace

Machine::Machine(const MachineShape& shape)
    : execution_(shape.layout, shape.workers, shape.seed),
      running_(shape.workers),
      memory_(shape.workers, shape.operations_max, shape.specials_max, shape.doubles_owned),
      stacks_(shape.workers, shape.stack_bytes),
      fibers_(shape.workers + 1),
      sanitizer_(shape.workers + 1),
      ended_register_(execution_.scratch()) {
  ended_script_.size = 1;
  for (std::uint32_t w = 0; w < shape.workers; ++w) {
    Script& script = memory_.script(w);
    execution_.cursors[w] = {script.registers, script.values, 0, 0, kNever, &script};
  }
}

Machine::~Machine() {
  for (std::uint32_t w = 0; w < execution_.workers; ++w) sanitizer_[w].destroy();
}

Ending Machine::conduct() {
  OverflowGuard guard(stacks_);
  sanitizer_[main()].adopt_current();
  if (sigsetjmp(guard.landing(), 1) == 0) {
    start_workers();
    attention_ = over_ || !observers_.empty() || !stacks_.guarded();
    const std::uint32_t next = !over_ && housekeeping() ? pick_with_attention(main()) : main();
    if (next != main()) switch_to(main(), next);
  } else {
    recover_from_overflow();
  }
  flush();
  unwind_workers();
  if (failure_) std::rethrow_exception(failure_);
  return ending_;
}

/// Lets every worker run up to its first operation.
void Machine::start_workers() {
  starting_ = true;
  for (std::uint32_t w = 0; w < execution_.workers && !over_; ++w) switch_to(main(), w);
  starting_ = false;
}

void Machine::unwind_workers() {
  over_ = true;
  unwinding_ = true;
  for (std::uint32_t w = 0; w < execution_.workers; ++w) {
    if (!fibers_[w]) continue;
    if (stacks_broken_) {
      new (given_up_) Fiber(std::move(fibers_[w]));
    } else {
      switch_to(main(), w);
    }
  }
}

/// Back on the caller's stack by a jump, from a worker whose stack is used up. That stack is given
/// up as it is, and with it the saved context of the caller, which is the one running now.
void Machine::recover_from_overflow() {
  const std::uint32_t worker = computing_ != kNobody ? computing_ : running_;
  new (given_up_) Fiber(std::move(fibers_[main()]));
  sanitizer_[running_].leave(sanitizer_[main()], true);
  sanitizer_[main()].enter(sanitizer_[running_]);
  running_ = main();
  overflowed(worker);
}

/// Of stacks without guard pages, where an overflow shows only afterwards. What lies below is
/// another worker's stack, so none can be trusted to unwind.
void Machine::check_stack(std::uint32_t worker) {
  if (stacks_.intact(worker)) return;
  stacks_broken_ = true;
  overflowed(worker);
}

void Machine::overflowed(std::uint32_t worker) {
  end(proto::WORKER_ERROR, place(worker) + ": overflowed its stack of " +
                               std::to_string(stacks_.stack_bytes()) +
                               " bytes; set machine.stack higher");
}

void Machine::end_worker(std::uint32_t worker) {
  execution_.runnable.remove(worker);
  execution_.cursors[worker] = {&ended_register_, &ended_value_, 0, 1, kNever, &ended_script_};
  submitted(worker);
  if (execution_.runnable.empty()) end(proto::COMPLETED, {});
}

/// The first ending counts: what follows it is unwinding.
void Machine::end(proto::Verdict verdict, std::string detail) {
  if (over_) return;
  over_ = true;
  attention_ = true;
  ending_ = {verdict, std::move(detail)};
}

/// "worker 3, iteration 17, step 1234".
std::string Machine::place(std::uint32_t worker) const {
  std::string text = "worker " + std::to_string(worker);
  const Script& script = memory_.script(worker);
  if (script.iteration_open) text += ", iteration " + std::to_string(script.iteration);
  return text + ", step " + std::to_string(execution_.step());
}

void Machine::worker_threw(std::uint32_t worker) {
  end(proto::WORKER_ERROR, place(worker) + ": " + current_message());
}

std::uint32_t Machine::adversary_threw() {
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

/// Hands the steps since the last time to the sinks.
void Machine::flush() {
  const std::span<const std::uint32_t> schedule = execution_.steps.block();
  if (schedule.empty()) return;
  try {
    for (BlockSink* const sink : sinks_) {
      if (const std::optional<Ending> ending = sink->block(schedule, execution_)) {
        end(ending->verdict, ending->detail);
      }
    }
  } catch (...) {
    failure_ = std::current_exception();
    over_ = true;
    attention_ = true;
  }
}

/// Returns whether the run goes on.
bool Machine::housekeeping() {
  flush();
  const std::uint64_t step = execution_.step();
  if (step >= step_limit_) end(proto::STEP_LIMIT, {});
  std::uint64_t block_end = step_limit_;
  for (const BlockSink* const sink : sinks_) block_end = std::min(block_end, sink->next_stop(step));
  execution_.steps.begin_block(block_end);
  return !over_;
}

/// At a stop of the worker's script. Returns who is to be resumed, or kNobody.
std::uint32_t Machine::advance(std::uint32_t worker) {
  Cursor& cursor = execution_.cursors[worker];
  Script& script = *cursor.script;
  if (&script == &ended_script_) {
    cursor.position = 0;
    ended_value_ = kReadOperand;
    execution_.steps.take_back();
    end(proto::ADVERSARY_ERROR, "the adversary chose worker " + std::to_string(worker) +
                                    ", which has ended, at step " +
                                    std::to_string(execution_.step()));
    return main();
  }
  if (script.special_next < script.special_count &&
      script.specials[script.special_next].position + 1 == cursor.position) {
    Special& special = script.specials[script.special_next++];
    special.result = apply(special.operation, execution_.layout, execution_.cells.data());
  }
  if (script.compute_at == cursor.position) {
    computing_ = worker;
    try {
      if (compute(script)) submitted(worker);
      if (over_) return main();
    } catch (...) {
      worker_threw(worker);
      return main();
    }
    computing_ = kNobody;
  }
  if (cursor.position == script.size) return worker;
  cursor.stop = script.next_stop();
  return kNobody;
}

void Machine::submitted(std::uint32_t worker) {
  try {
    for (BlockSink* const sink : sinks_) sink->submitted(execution_, worker);
  } catch (...) {
    failure_ = std::current_exception();
    over_ = true;
    attention_ = true;
  }
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
    if (execution_.steps.full() && !housekeeping()) return main();
    if (cursor.script == &ended_script_) {
      run_left_ = 0;
      break;
    }
    const std::uint32_t steps =
        std::min({run_left_, cursor.stop - cursor.position, execution_.steps.room()});
    execution_.steps.take(run_worker_, steps);
    run_left_ -= steps;
    execute_stretch(cursor, execution_.cells.data(), steps, execution_.scratch());
    if (cursor.position == cursor.stop) {
      const std::uint32_t next = advance(run_worker_);
      if (next != kNobody) return next;
    }
  }
  return kNobody;
}

/// `pick` where a worker suspends (or has ended) in special circumstances.
std::uint32_t Machine::pick_with_attention(std::uint32_t worker) {
  if (worker != main()) check_stack(worker);
  if (starting_ || over_) return main();
  return observers_.empty() ? pick() : pick_observed();
}

/// `pick` with all events, one step at a time.
std::uint32_t Machine::pick_observed() {
  try {
    for (;;) {
      if (execution_.steps.full() && !housekeeping()) return main();
      if (run_left_ == 0 || !execution_.runnable.contains(run_worker_)) {
        const Choice choice = adversary_->choose(Situation(execution_, execution_.runnable));
        if (choice.worker >= execution_.workers) return cannot_schedule(choice);
        if (choice.steps == 0 || !execution_.runnable.contains(choice.worker)) {
          return begin_run(choice);
        }
        run_worker_ = choice.worker;
        run_left_ = choice.steps;
      }
      --run_left_;
      const std::uint32_t worker = run_worker_;
      Cursor& cursor = execution_.cursors[worker];
      Script& script = *cursor.script;
      const Operation operation = operation_at(script, cursor.position);
      const bool special = cursor.registers[cursor.position] == execution_.scratch();
      const bool samples = script.compute_at == cursor.position + 1;
      const std::optional<std::uint64_t> iteration = execution_.iteration(worker);
      const std::uint64_t number = execution_.step();
      execution_.steps.take(worker);
      execute_next(cursor, execution_.cells.data());
      const Word before = to_word(cursor.values[cursor.position - 1]);
      const std::uint32_t next = cursor.position == cursor.stop ? advance(worker) : kNobody;
      const OperationResult result =
          special ? script.specials[script.special_next - 1].result : OperationResult{before, true};
      const bool ended = iteration.has_value() && !execution_.iteration(worker).has_value();
      for (Observer* const observer : observers_) {
        observer->step(execution_, {number, worker, operation, result});
        if (samples && !over_) observer->update_sampled(execution_, worker);
        if (ended) observer->iteration_ended(execution_, worker, *iteration, number);
      }
      if (next != kNobody) return next;
    }
  } catch (...) {
    return adversary_threw();
  }
}

void Machine::iteration_begun(std::uint32_t worker) {
  for (Observer* const observer : observers_) {
    observer->iteration_begun(execution_, worker, memory_.script(worker).iteration,
                              execution_.step() - 1);
  }
}

void Machine::iteration_ended(std::uint32_t worker) {
  for (Observer* const observer : observers_) {
    observer->iteration_ended(execution_, worker, memory_.script(worker).iteration,
                              execution_.step() - 1);
  }
}

}  // namespace hogtie
