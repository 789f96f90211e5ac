#include "sim/threads/linearize.h"

#include <algorithm>

#include "core/error.h"

namespace hogtie {
namespace {

constexpr std::size_t kStretch = std::size_t{1} << 14;

}  // namespace

Linearization::Linearization(const RegisterLayout& layout, std::span<const std::uint64_t> versions,
                             std::span<const std::unique_ptr<ThreadRecord>> threads)
    : layout_(layout),
      guard_(guard_of(layout)),
      last_versions_(versions.begin(), versions.end()),
      places_(layout.size()),
      current_(layout.size()) {
  std::uint64_t place = 0;
  for (std::uint32_t target = 0; target < layout.size(); ++target) {
    places_[target] = place;
    place += versions[target] + 1;
  }
  readers_.assign(place, 0);
  for (const auto& thread : threads) {
    moves_.insert(moves_.end(), thread->moves.begin(), thread->moves.end());
  }
  std::ranges::sort(moves_, {}, &ThreadRecord::Move::version);

  std::vector<std::uint64_t> changes(layout.size());
  for (std::uint32_t t = 0; t < threads.size(); ++t) {
    for (Log log(threads[t]->log); log.current() != nullptr; log.advance()) {
      count(*log.current(), t);
      if (log.current()->changes) ++changes[log.current()->target];
    }
    logs_.emplace_back(threads[t]->log);
  }
  for (std::uint32_t target = 0; target < layout.size(); ++target) {
    if (changes[target] == versions[target]) continue;
    throw InputError("the logs have " + std::to_string(changes[target]) + " changes of " +
                     layout.name(target) + ", which has been changed " +
                     std::to_string(versions[target]) + " times; they are not of one run");
  }
  schedule_.reserve(kStretch);
}

void Linearization::count(const LoggedOperation& operation, std::uint32_t thread) {
  const bool guarded = operation.kind == OperationKind::kGuardedFetchAdd;
  if (guarded) {
    if (!operation.changes) return;
    if (operation.epoch >= guarded_.size()) guarded_.resize(operation.epoch + 1);
    ++guarded_[operation.epoch];
  }
  const std::uint64_t last = last_versions_[operation.target];
  if (operation.version > last || (operation.changes && operation.version == last)) {
    fail_on(thread, operation, "nobody made that version");
  }
  if (operation.changes) return;
  ++readers(operation.target, operation.version);
}

std::span<const std::uint32_t> Linearization::more() {
  schedule_.clear();
  std::size_t stuck = 0;
  while (schedule_.size() < kStretch && stuck < logs_.size()) {
    stuck = go_on(next_) ? 0 : stuck + 1;
    if (schedule_.size() < kStretch) next_ = (next_ + 1) % static_cast<std::uint32_t>(logs_.size());
  }
  if (schedule_.empty()) {
    for (const Log& log : logs_) {
      if (log.current() != nullptr) fail_on_cycle();
    }
  }
  return schedule_;
}

/// Executes what the thread can. Returns whether it could anything.
bool Linearization::go_on(std::uint32_t thread) {
  Log& log = logs_[thread];
  const std::size_t before = schedule_.size();
  while (schedule_.size() < kStretch && log.current() != nullptr && execute(*log.current())) {
    schedule_.push_back(thread);
    log.advance();
  }
  if (schedule_.size() == before) return false;
  if (thread != last_) ++switches_;
  last_ = thread;
  return true;
}

/// Returns whether the operation can take place now, in which case it has.
bool Linearization::execute(const LoggedOperation& operation) {
  const std::uint32_t target = operation.target;
  if (operation.kind == OperationKind::kGuardedFetchAdd) {
    if (operation.changes != (epoch_ == operation.epoch)) return false;
    if (!operation.changes) return true;
  }
  std::uint64_t& current = current_[target];
  if (current != operation.version) return false;
  std::uint32_t& waiting = readers(target, current);
  if (!operation.changes) {
    --waiting;
    return true;
  }
  if (waiting > 0) return false;
  if (target == guard_) {
    if (epoch_ < guarded_.size() && guarded_[epoch_] > 0) return false;
    ++current;
    move_guard();
    return true;
  }
  ++current;
  if (operation.kind == OperationKind::kGuardedFetchAdd) --guarded_[epoch_];
  return true;
}

/// The guard has a new version.
void Linearization::move_guard() {
  const auto move =
      std::ranges::lower_bound(moves_, current_[guard_] - 1, {}, &ThreadRecord::Move::version);
  if (move != moves_.end() && move->version + 1 == current_[guard_]) epoch_ = move->epoch;
}

std::string Linearization::describe(std::uint32_t thread, const LoggedOperation& operation) const {
  const bool guarded = operation.kind == OperationKind::kGuardedFetchAdd;
  std::string text = "worker " + std::to_string(thread) + " " + std::string(name(operation.kind)) +
                     " " + layout_.name(operation.target);
  if (!guarded || operation.changes) text += " at version " + std::to_string(operation.version);
  if (guarded)
    text += (operation.changes ? " in epoch " : " after epoch ") + std::to_string(operation.epoch);
  return text;
}

void Linearization::fail_on(std::uint32_t thread, const LoggedOperation& operation,
                            const std::string& why) const {
  throw InputError("the logs contradict each other: " + describe(thread, operation) + ": " + why);
}

void Linearization::fail_on_cycle() const {
  std::string text = "the logs contradict each other: no order has these first:";
  const char* separator = " ";
  for (std::uint32_t t = 0; t < logs_.size(); ++t) {
    if (logs_[t].current() == nullptr) continue;
    text += separator + describe(t, *logs_[t].current());
    separator = ", ";
  }
  throw InputError(text);
}

}  // namespace hogtie
