#include "sim/enforcing/schedule_enforcer.h"

#include <algorithm>
#include <utility>

#include "sim/threads/thread_memory.h"
#include "sim/trace/digest.h"

namespace hogtie {

ScheduleEnforcer::ScheduleEnforcer(const TraceFile& trace, const RegisterLayout& layout,
                                   std::span<const double> initial)
    : reader_(trace), layout_(layout), cells_(layout.size()) {
  std::ranges::copy(initial, cells_.begin());
  const std::uint32_t workers = reader_.header().experiment().workers();
  for (std::uint32_t w = 0; w < workers; ++w) workers_.push_back(std::make_unique<Worker>());
  if (next_step()) {
    workers_[chunk_.schedule[at_]]->turn.release();
  } else {
    stop();
  }
}

OperationResult ScheduleEnforcer::operate(std::uint32_t worker, const Operation& operation) {
  Worker& own = *workers_[worker];
  if (!own.holds) {
    own.turn.acquire();
    own.holds = true;
  }
  if (over_.load(std::memory_order_acquire)) throw StoppedByOthers{};
  const OperationResult result = apply(operation, layout_, cells_.data());
  steps_.fetch_add(1, std::memory_order_relaxed);
  ++at_;
  if (at_ == chunk_.schedule.size()) check_registers();
  if (next_step()) {
    pass(worker);
  } else {
    stop();
  }
  return result;
}

void ScheduleEnforcer::end(std::uint32_t worker) {
  Worker& own = *workers_[worker];
  const std::lock_guard lock(mutex_);
  own.ended = true;
  // What `stop` releases comes after `over_` is set.
  const bool has_turn = own.holds || own.turn.try_acquire();
  if (has_turn && !over_) give_up("has ended");
}

std::size_t ScheduleEnforcer::unfinished() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(workers_, [](const auto& worker) { return !worker->ended; }));
}

/// Sees to it that at_ is a step of the chunk. False at the end of the schedule, or a divergence.
bool ScheduleEnforcer::next_step() {
  while (!divergence_.has_value() && at_ == chunk_.schedule.size()) {
    at_ = 0;
    if (!reader_.next_chunk(chunk_)) {
      check_end();
      return false;
    }
  }
  return !divergence_.has_value();
}

void ScheduleEnforcer::check_registers() {
  const std::uint64_t steps = this->steps();
  if (digest_registers(cells_) == chunk_.checkpoint.registers()) {
    agreed_ = steps;
    return;
  }
  divergence_ = "the registers differ from those recorded, between step " +
                std::to_string(agreed_) + " and step " + std::to_string(steps);
}

/// The end of the schedule: the trace has another digest of the same registers.
void ScheduleEnforcer::check_end() {
  const auto& footer = reader_.footer();
  if (footer.has_value() && digest_registers(cells_) != footer->final().registers()) {
    divergence_ = "the registers differ from those recorded at the end, after step " +
                  std::to_string(steps());
  }
}

void ScheduleEnforcer::pass(std::uint32_t from) {
  const std::uint32_t to = chunk_.schedule[at_];
  if (to == from) return;
  workers_[from]->holds = false;
  const std::lock_guard lock(mutex_);
  if (workers_[to]->ended) {
    give_up("has ended");
  } else {
    workers_[to]->turn.release();
  }
}

/// It is the turn of a worker that does not take it.
void ScheduleEnforcer::give_up(std::string why) {
  divergence_ = "step " + std::to_string(steps()) + ": recorded worker " +
                std::to_string(chunk_.schedule[at_]) + ", which " + std::move(why);
  stop();
}

void ScheduleEnforcer::stop() {
  if (over_.exchange(true)) return;
  for (const auto& worker : workers_) worker->turn.release();
}

}  // namespace hogtie
