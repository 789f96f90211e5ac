#include "sim/recording/linearize.h"

#include <algorithm>

#include "core/error.h"

namespace hogtie {
namespace {

constexpr std::size_t kStretch = std::size_t{1} << 14;

}  // namespace

Linearization::Linearization(const RegisterLayout& layout, std::span<const std::uint64_t> versions,
                             std::span<const std::unique_ptr<ThreadRecord>> threads)
    : layout_(layout), guard_(guard_of(layout)), registers_(layout.size()) {
  std::uint64_t size = 0;
  for (const std::uint64_t last : versions) size += last + 1;
  readers_.assign(size, 0);
  std::uint32_t* place = readers_.data();
  for (std::uint32_t target = 0; target < layout.size(); ++target) {
    registers_[target].readers = place;
    place += versions[target] + 1;
  }
  for (const auto& thread : threads) {
    moves_.insert(moves_.end(), thread->moves.begin(), thread->moves.end());
  }
  std::ranges::sort(moves_, {}, &ThreadRecord::Move::version);

  std::vector<std::uint64_t> changes(layout.size());
  for (std::uint32_t t = 0; t < threads.size(); ++t) {
    count(t, Log(threads[t]->log), versions, changes);
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

/// Counts a thread's reads of every version, and its changes of every register.
void Linearization::count(std::uint32_t thread, Log log, std::span<const std::uint64_t> versions,
                          std::vector<std::uint64_t>& changes) {
  log.go_on([&](const LoggedOperation& operation) {
    if (operation.kind == OperationKind::kGuardedFetchAdd) {
      if (!operation.changes) return true;
      if (operation.epoch >= guarded_.size()) guarded_.resize(operation.epoch + 1);
      ++guarded_[operation.epoch];
    }
    const std::uint64_t last = versions[operation.target];
    if (operation.version + (operation.changes ? 1 : 0) > last) [[unlikely]] {
      fail_on(thread, operation, "nobody made that version");
    }
    if (operation.changes) {
      ++changes[operation.target];
    } else {
      ++registers_[operation.target].readers[operation.version];
    }
    return true;
  });
}

std::span<const std::uint32_t> Linearization::next_stretch() {
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
  const std::size_t room = kStretch - schedule_.size();
  std::size_t executed = 0;
  logs_[thread].go_on([&](const LoggedOperation& operation) {
    if (executed == room || !execute(operation)) return false;
    ++executed;
    return true;
  });
  if (executed == 0) return false;
  schedule_.insert(schedule_.end(), executed, thread);
  return true;
}

/// Returns whether the operation can take place now, in which case it has.
inline bool Linearization::execute(const LoggedOperation& operation) {
  const bool guarded = operation.kind == OperationKind::kGuardedFetchAdd;
  if (guarded) [[unlikely]] {
    if (operation.changes != (epoch_ == operation.epoch)) return false;
    if (!operation.changes) return true;
  }
  Register& target = registers_[operation.target];
  if (target.version != operation.version) return false;
  if (!operation.changes) {
    --*target.readers;
    return true;
  }
  if (*target.readers > 0) return false;
  if (operation.target == guard_) [[unlikely]] {
    if (epoch_ < guarded_.size() && guarded_[epoch_] > 0) return false;
    move_guard();
  }
  ++target.version;
  ++target.readers;
  if (guarded) --guarded_[epoch_];
  return true;
}

/// The guard leaves its version, to another epoch if that is a move.
void Linearization::move_guard() {
  const std::uint64_t version = registers_[guard_].version;
  const auto move = std::ranges::lower_bound(moves_, version, {}, &ThreadRecord::Move::version);
  if (move != moves_.end() && move->version == version) epoch_ = move->epoch;
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
