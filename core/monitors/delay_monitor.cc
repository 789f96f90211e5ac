#include "core/monitors/delay_monitor.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

namespace hogtie {
namespace {

/// How many of the registers, which ascend, are coordinates of the model.
std::size_t count_model(const RegisterLayout& layout, std::span<const std::uint32_t> registers) {
  if (layout.is_model(registers.back())) return registers.size();
  return static_cast<std::size_t>(std::ranges::lower_bound(registers, layout.model()) -
                                  registers.begin());
}

}  // namespace

DelayMonitor::DelayMonitor(std::uint32_t workers, Sink sink)
    : sink_(std::move(sink)),
      compares_pairs_(workers <= kMostCompared),
      records_(workers),
      abandoned_(workers) {}

void DelayMonitor::step(const Execution& execution, const Step& step) {
  Kept* const record = records_.in_progress[step.worker];
  if (record == nullptr || !execution.layout.is_model(step.operation.target)) return;
  if (step.operation.kind == OperationKind::kRead) {
    record->first_read = std::min(record->first_read, step.number);
    record->reads.add({step.number, step.operation.target});
    ++accesses_;
  } else if (step.result.applied) {
    note_update(*record, step.number, step.number);
    record->updates.add({step.number, step.operation.target});
    ++accesses_;
  }
}

void DelayMonitor::stretch(const Execution& execution, const Stretch& stretch) {
  Kept* const record = records_.in_progress[stretch.worker];
  if (record == nullptr) return;
  const std::size_t count = count_model(execution.layout, {stretch.registers, stretch.size});
  if (count == 0) return;
  const std::span<const std::uint32_t> targets(stretch.registers, count);
  if (stretch.kind == OperationKind::kRead) {
    record->first_read = std::min(record->first_read, stretch.steps[0]);
    record->reads.add(targets, stretch.steps);
  } else {
    note_update(*record, stretch.steps[0], stretch.steps[count - 1]);
    record->updates.add(targets, stretch.steps);
  }
  accesses_ += count;
}

/// Before the updates at steps from `first` to `last` are added.
void DelayMonitor::note_update(Kept& record, std::uint64_t first, std::uint64_t last) {
  record.last_update = last;
  if (!record.updates.empty()) return;
  record.step[kByFirstUpdate] = first;
  record.position[kByFirstUpdate] = updated_++;
}

void DelayMonitor::iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t iteration,
                                   std::uint64_t number) {
  if (records_.in_progress[worker] != nullptr) {
    throw std::logic_error("worker " + std::to_string(worker) + " began iteration " +
                           std::to_string(iteration) + " before it ended iteration " +
                           std::to_string(records_.in_progress[worker]->iteration));
  }
  abandoned_[worker] = false;
  Kept& record = records_.add();
  record.iteration = iteration;
  record.worker = worker;
  record.ended = false;
  record.step = {number, kNoStep, kNoStep};
  const Overlaps::Begin begin = overlaps_.begin();
  record.position = {begin.position, kNoStep, kNoStep};
  record.reads.clear();
  record.updates.clear();
  record.contention = begin.in_progress;  // so far
  record.begun_during = 0;
  record.ended_during = 0;
  record.ended_before = ended_;
  record.delay = {};
  record.first_read = kNoStep;
  record.last_update = 0;
  record.over = false;
  record.horizon = 0;
  records_.window.push_back(&record);
  records_.in_progress[worker] = &record;
}

void DelayMonitor::iteration_ended(const Execution&, std::uint32_t worker, std::uint64_t,
                                   std::uint64_t number) {
  if (abandoned_[worker]) return;
  if (records_.in_progress[worker] == nullptr) {
    throw std::logic_error("worker " + std::to_string(worker) + " ended an iteration at step " +
                           std::to_string(number) + ", but was in none");
  }
  Kept& record = *records_.in_progress[worker];
  record.ended = true;
  record.step[kByEnd] = number;
  record.position[kByEnd] = ended_++;
  if (record.updates.empty()) {
    record.step[kByFirstUpdate] = number;
    record.position[kByFirstUpdate] = updated_++;
  }
  close(record);
}

void DelayMonitor::worker_crashed(std::uint32_t worker) {
  if (records_.in_progress[worker] == nullptr) return;
  close(*records_.in_progress[worker]);
  abandoned_[worker] = true;
}

void DelayMonitor::finish() {
  for (Kept* const record : records_.in_progress) {
    if (record != nullptr) close(*record);
  }
  drop_candidates(kNoStep);
}

/// Its record and the pointers to it, and a place in each delay sum.
std::uint64_t DelayMonitor::bytes_of(std::uint64_t operations) {
  return sizeof(Kept) + 2 * sizeof(void*) +
         std::tuple_size_v<ByOrder<DelaySum>> * DelaySum::place_bytes() +
         operations * sizeof(Access);
}

std::optional<DelayMonitor::InProgress> DelayMonitor::longest_in_progress() const {
  if (first_running_ == begun()) return std::nullopt;
  const Kept& record = *records_.window[first_running_ - first_];
  return InProgress{record.worker, record.iteration, record.step[kByStart],
                    begun() - record.position[kByStart] - 1};
}

DelayMonitor::Records::Records(const Records& other) {
  all.reserve(other.all.size());
  for (const auto& record : other.all) all.push_back(std::make_unique<Kept>(*record));
  const auto own = [this](const Kept* record) {
    return record == nullptr ? nullptr : all[record->place].get();
  };
  std::ranges::transform(other.unused, std::back_inserter(unused), own);
  std::ranges::transform(other.in_progress, std::back_inserter(in_progress), own);
  std::ranges::transform(other.window, std::back_inserter(window), own);
  std::ranges::transform(other.candidates, std::back_inserter(candidates), own);
}

DelayMonitor::Records& DelayMonitor::Records::operator=(Records other) {
  all = std::move(other.all);
  unused = std::move(other.unused);
  in_progress = std::move(other.in_progress);
  window = std::move(other.window);
  candidates = std::move(other.candidates);
  return *this;
}

DelayMonitor::Kept& DelayMonitor::Records::add() {
  if (unused.empty()) {
    all.push_back(std::make_unique<Kept>());
    all.back()->place = all.size() - 1;
    unused.push_back(all.back().get());
  }
  Kept& record = *unused.back();
  unused.pop_back();
  return record;
}

void DelayMonitor::close(Kept& record) {
  records_.in_progress[record.worker] = nullptr;
  const Overlaps::Begin begin{record.position[kByStart], record.contention};
  record.over = true;
  record.horizon = begun();
  record.begun_during = overlaps_.begun_since(begin);
  record.contention = overlaps_.end(begin);
  record.ended_during = ended_ - record.ended_before - (record.ended ? 1 : 0);
  accesses_ -= record.reads.size() + record.updates.size();
  record.reads.keep_first();
  record.updates.keep_last();
  accesses_ += record.reads.size() + record.updates.size();
  if (!compares_pairs_) add_to_history(record);
  while (first_running_ < begun() && records_.window[first_running_ - first_]->over)
    ++first_running_;
  while (!records_.window.empty() && records_.window.front()->over &&
         records_.window.front()->horizon <= first_running_) {
    finalise(*records_.window.front());
    records_.window.pop_front();
    ++first_;
  }
}

/// Makes the first record of the window final, once all that overlap it are over.
void DelayMonitor::finalise(Kept& record) {
  drop_candidates(record.step[kByStart]);
  if (record.ended) {
    measure_delays(record);
    contention_.add(record.contention);
    for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
      delays_[order].add(record.delay[order]);
    }
    if (follows_delay_sums_) {
      for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
        delay_sums_[order].add(record.position[order], record.delay[order]);
      }
    }
  }
  if (sink_) sink_(record);
  if (record.updates.empty()) {
    drop(record);
  } else {
    records_.candidates.push_back(&record);
    if (!compares_pairs_)
      std::ranges::push_heap(records_.candidates, std::greater<>(), &Kept::last_update);
  }
}

void DelayMonitor::measure_delays(Kept& record) {
  const ByOrder<std::uint64_t> first =
      compares_pairs_ ? first_missed_of_all(record) : first_missed_in_history(record);
  for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
    record.delay[order] = record.position[order] - first[order];
  }
}

/// The first positions missed, or the record's own. What the view can miss began before the
/// iteration and updates after its begin, a candidate, or began during it, which is the window up
/// to the horizon. A comparison is due only where it could move the first position in some order.
ByOrder<std::uint64_t> DelayMonitor::first_missed_of_all(const Kept& record) const {
  ByOrder<std::uint64_t> first = record.position;
  ByOrder<std::uint64_t> first_step = record.step;
  const auto compare = [&](const Kept& other) {
    if (other.last_update < record.first_read) return;
    if (other.position[kByStart] >= first[kByStart] &&
        other.position[kByFirstUpdate] >= first[kByFirstUpdate] &&
        other.position[kByEnd] >= first[kByEnd]) {
      return;
    }
    if (!misses(record, other)) return;
    for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
      first[order] = std::min(first[order], other.position[order]);
      first_step[order] = std::min(first_step[order], other.step[order]);
    }
  };
  for (const Kept* const other : records_.candidates) compare(*other);
  for (std::size_t k = 1; k < record.horizon - first_; ++k) {
    const Kept& other = *records_.window[k];
    if (other.step[kByStart] > std::max(first_step[kByFirstUpdate], first_step[kByEnd])) break;
    compare(other);
  }
  return first;
}

/// The same. All that overlap the iteration are over, so the history is complete. Iterations after
/// it in an order, itself among them, do no harm there. Views asked about later begin later.
ByOrder<std::uint64_t> DelayMonitor::first_missed_in_history(const Kept& record) {
  ByOrder<std::uint64_t> first = record.position;
  for (std::size_t k = 0; k < record.reads.size(); ++k) {
    const Access read = record.reads[k];
    ByOrder<LeastAfter>* const history = history_.find(read.target);
    if (history == nullptr) continue;
    for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
      (*history)[order].forget_before(record.step[kByStart]);
      first[order] = (*history)[order](read.step, first[order]);
    }
  }
  return first;
}

void DelayMonitor::add_to_history(const Kept& record) {
  for (std::size_t k = 0; k < record.updates.size(); ++k) {
    const Access update = record.updates[k];
    ByOrder<LeastAfter>& history = history_.of(update.target);
    for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
      if (record.position[order] != kNoStep)
        history[order].add(update.step, record.position[order]);
    }
  }
}

/// Those whose updates all come before this step, where every later view begins.
void DelayMonitor::drop_candidates(std::uint64_t step) {
  if (compares_pairs_) {
    std::erase_if(records_.candidates, [&](Kept* candidate) {
      if (candidate->last_update >= step) return false;
      drop(*candidate);
      return true;
    });
    return;
  }
  while (!records_.candidates.empty() && records_.candidates.front()->last_update < step) {
    drop(*records_.candidates.front());
    std::ranges::pop_heap(records_.candidates, std::greater<>(), &Kept::last_update);
    records_.candidates.pop_back();
  }
}

void DelayMonitor::drop(Kept& record) {
  accesses_ -= record.reads.size() + record.updates.size();
  records_.unused.push_back(&record);
  if (!follows_delay_sums_) return;
  for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
    if (record.position[order] != kNoStep) delay_sums_[order].close(record.position[order]);
  }
}

}  // namespace hogtie
