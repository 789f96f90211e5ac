#include "sim/machine/machine.h"

#include <algorithm>
#include <csetjmp>
#include <new>
#include <optional>
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
      memory_(shape.workers, shape.operations_max, shape.specials_max, shape.doubles_owned),
      stacks_(shape.workers, shape.stack_bytes),
      fibers_(shape.workers + 1),
      sanitizer_(shape.workers + 1) {
  ended_script_.stop_kind = StopKind::kEnded;
  for (std::uint32_t w = 0; w < shape.workers; ++w) {
    Script& script = memory_.script(w);
    execution_.cursors[w] = {script.registers, script.values, 0, 0, &script};
  }
}

Machine::~Machine() {
  for (std::uint32_t w = 0; w < execution_.workers; ++w) sanitizer_[w].destroy();
}

void Machine::add_sink(SubmissionSink& sink) {
  heed_ |= kSubmissions;
  sinks_.push_back(&sink);
  submission_sinks_.push_back(&sink);
}

Ending Machine::conduct() {
  OverflowGuard guard(stacks_);
  sanitizer_[main()].adopt_current();
  if (sigsetjmp(guard.landing(), 1) == 0) {
    start_workers();
    schedule();
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
  for (std::uint32_t w = 0; w < execution_.workers && !over_; ++w) {
    heed_ |= kCaller;
    visit(w);
    attend();
  }
}

/// The run, as seen from the caller's stack: block by block, visit by visit.
void Machine::schedule() {
  while (!over_) {
    if (execution_.steps.full() && !next_block()) return;
    std::uint32_t next = std::exchange(resume_, kNobody);
    if (next == kNobody) next = observers_.empty() ? pick() : pick_observed();
    if (next != main()) visit(next);
    attend();
  }
}

/// Passes control to a worker until some worker gives it back.
void Machine::visit(std::uint32_t worker) {
  check_stack(switch_to(main(), worker));
}

/// Does what control was given back for.
void Machine::attend() {
  if (reported_ != kNobody) {
    const std::uint32_t worker = std::exchange(reported_, kNobody);
    try {
      for (SubmissionSink* const sink : submission_sinks_) {
        sink->submitted(execution_, worker, submissions_ - 1);
      }
    } catch (...) {
      watcher_threw();
    }
    ask_for_submission();
  }
  heed_ = submission_sinks_.empty() ? 0 : kSubmissions;
  if (over_ || !observers_.empty() || !stacks_.guarded()) heed_ |= kCaller;
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
  const Cursor& cursor = execution_.cursors[worker];
  // A worker with pending operations is suspended: on its stack, somebody else was at work.
  const bool picking = computing_ == kNobody && cursor.position < cursor.stop;
  new (given_up_) Fiber(std::move(fibers_[main()]));
  sanitizer_[running_].leave(sanitizer_[main()], true);
  sanitizer_[main()].enter(sanitizer_[running_]);
  running_ = main();
  if (picking) {
    end(proto::ADVERSARY_ERROR,
        "the adversary overflowed the stack of " + std::to_string(stacks_.stack_bytes()) +
            " bytes of worker " + std::to_string(worker) + ", which it is asked on, at step " +
            std::to_string(execution_.step()) + "; set machine.stack higher");
  } else {
    overflowed(worker);
  }
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
  execution_.cursors[worker] = {nullptr, nullptr, 0, 1, &ended_script_};
  if (!submission_sinks_.empty()) note_submission(worker);
  heed_ |= kCaller;
  if (execution_.runnable.empty()) end(proto::COMPLETED, {});
}

/// The first ending counts: what follows it is unwinding.
void Machine::end(proto::Verdict verdict, std::string detail) {
  if (over_) return;
  over_ = true;
  heed_ |= kCaller;
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

/// A file that the adversary reads and that cannot be read is no failure of its own.
std::uint32_t Machine::adversary_threw() {
  try {
    throw;
  } catch (const InputError&) {
    watcher_threw();
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

/// What watches a run has failed, or what it is fed, not the run.
void Machine::watcher_threw() {
  if (!failure_) failure_ = std::current_exception();
  over_ = true;
  heed_ |= kCaller;
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
    watcher_threw();
  }
}

void Machine::ask_for_submission() {
  report_at_ = std::numeric_limits<std::uint64_t>::max();
  for (const SubmissionSink* const sink : submission_sinks_) {
    report_at_ = std::min(report_at_, sink->next_submission());
  }
}

/// Between two blocks. Returns whether the run goes on.
bool Machine::next_block() {
  flush();
  const std::uint64_t step = execution_.step();
  if (step >= step_limit_) end(proto::STEP_LIMIT, {});
  std::uint64_t block_end = step_limit_;
  try {
    for (const BlockSink* const sink : sinks_) {
      const std::uint64_t stop = sink->next_stop(step);
      if (stop <= step)
        throw std::logic_error("a sink's next stop is not after the step that the machine is at");
      block_end = std::min(block_end, stop);
    }
  } catch (...) {
    watcher_threw();
    return false;
  }
  execution_.steps.begin_block(block_end);
  ask_for_submission();
  return !over_;
}

/// After a computation whose update has zeros: tells those who follow submissions.
std::uint32_t Machine::dropped_zeros(std::uint32_t worker) {
  Cursor& cursor = execution_.cursors[worker];
  cursor.script->repeats = false;
  note_submission(worker);
  if (cursor.position == cursor.script->size) {
    resume_ = worker;
  } else {
    find_stop(cursor);
  }
  return main();
}

/// `stop` where an operation of a racy or guarded list comes before it, and where there is none.
std::uint32_t Machine::other_stop(std::uint32_t worker) {
  Cursor& cursor = execution_.cursors[worker];
  if (cursor.script->stop_kind == StopKind::kEnded) return chose_ended(worker);
  execute_next_of_odd(cursor, execution_.cells.data());
  return past_stop(cursor, worker);
}

/// `stop` at a special operation that may be passed.
std::uint32_t Machine::special_stop(std::uint32_t worker) {
  Cursor& cursor = execution_.cursors[worker];
  Script& script = *cursor.script;
  Special& special = script.specials[script.special_next];
  if (special.goes_on(execution_.cells.data())) {
    execute_special(execution_, cursor);
    return past_stop(cursor, worker);
  }
  if (special.unless == Unless::kEnds) {
    execute_special(execution_, cursor);
    script.size = cursor.position;
    script.compute_at = kNever;
    return worker;
  }
  special.result = {to_word(execution_.cells[special.operation.target]), true};
  Spins& spins = execution_.spins;
  // Where `drive` has counted this one, it was one too many.
  if (spins.last_step != execution_.step() && spins.note(execution_.step())) return kNobody;
  end(proto::STARVED, describe_spinning());
  return main();
}

/// Finds what comes behind the operation just done. Returns as `stop` does.
std::uint32_t Machine::past_stop(Cursor& cursor, std::uint32_t worker) {
  if (cursor.script->compute_at == cursor.position) return sample(worker);
  if (cursor.position == cursor.script->size) return worker;
  find_stop(cursor);
  return kNobody;
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
    const bool spins = cursor.position + 1 == cursor.stop && script.spins(execution_.cells.data());
    (spins ? spinning : others).push_back(w);
    if (spins) target = script.specials[script.special_next].operation.target;
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
        std::min({run_left_, cursor.stop - cursor.position, execution_.steps.room()});
    execution_.steps.take(run_worker_, steps);
    run_left_ -= steps;
    const bool stops = cursor.position + steps == cursor.stop;
    execute_stretch(cursor, execution_.cells.data(), steps - (stops ? 1 : 0));
    if (stops) {
      const std::uint32_t next = stop(run_worker_);
      if (next != kNobody) return next;
    }
  }
  return kNobody;
}

/// Tells the observers, whose failure is not the worker's.
template <class Event>
void Machine::notify(const Event& event) {
  try {
    for (Observer* const observer : observers_) event(*observer);
  } catch (...) {
    watcher_threw();
  }
}

/// `pick` with all events, one step at a time, on the caller's stack.
std::uint32_t Machine::pick_observed() {
  while (!execution_.steps.full()) {
    if (run_left_ == 0 || !execution_.runnable.contains(run_worker_)) {
      Choice choice;
      try {
        choice = adversary_->choose(Situation(execution_, execution_.runnable));
      } catch (...) {
        return adversary_threw();
      }
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
    const Special* const special =
        script.special_at(cursor.position) ? &script.specials[script.special_next] : nullptr;
    const bool samples = script.compute_at == cursor.position + 1;
    const std::optional<std::uint64_t> iteration = execution_.iteration(worker);
    const std::uint64_t number = execution_.step();
    execution_.steps.take(worker);
    const std::uint32_t position = cursor.position;
    const bool refused = script.odd.contains(position) && script.odd.is_guarded() &&
                         to_word(execution_.cells[script.odd.guard]) != script.odd.epoch;
    std::uint32_t next = kNobody;
    if (position + 1 == cursor.stop) {
      next = stop(worker);
    } else {
      execute_next_of_odd(cursor, execution_.cells.data());
    }
    const OperationResult result =
        special != nullptr ? special->result
                           : OperationResult{to_word(cursor.values[position]), !refused};
    const bool ended = iteration.has_value() && !execution_.iteration(worker).has_value();
    notify([&](Observer& observer) {
      observer.step(execution_, {number, worker, operation, result});
      if (samples && !over_) observer.update_sampled(execution_, worker);
      if (ended) observer.iteration_ended(execution_, worker, *iteration, number);
    });
    if (over_) return main();
    if (next != kNobody) return next;
  }
  return main();
}

void Machine::iteration_begun(std::uint32_t worker) {
  notify([&](Observer& observer) {
    observer.iteration_begun(execution_, worker, memory_.script(worker).iteration,
                             execution_.step() - 1);
  });
}

void Machine::update_sampled(std::uint32_t worker) {
  notify([&](Observer& observer) { observer.update_sampled(execution_, worker); });
}

void Machine::iteration_ended(std::uint32_t worker) {
  notify([&](Observer& observer) {
    observer.iteration_ended(execution_, worker, memory_.script(worker).iteration,
                             execution_.step() - 1);
  });
}

}  // namespace hogtie
