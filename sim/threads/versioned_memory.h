#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/memory/shared_memory.h"
#include "sim/recording/operation_log.h"
#include "sim/threads/thread_worker.h"
#include "sim/threads/versioned_cells.h"
#include "sim/threads/word_digest.h"

namespace hogtie {

/// What is kept of a thread's operations for recording.
struct ThreadRecord {
  ThreadRecord(std::uint32_t registers, LogSpool& spool) : log(registers, spool) {}

  OperationLog log;
  WordDigest digest;

  /// A move of the guard: which version it replaced, and to which epoch.
  struct Move {
    std::uint64_t version;
    std::uint64_t epoch;
  };
  std::vector<Move> moves;
};

/// A thread's shared memory on versioned cells (see the concept GuardedMemory): operations take
/// place as they are called, and are logged where a record is given. C[0] is taken for the counter
/// of iterations.
template <bool kRecords>
class VersionedMemory final : public FreeThreadWorker<VersionedMemory<kRecords>, VersionedCells> {
  using Worker = FreeThreadWorker<VersionedMemory, VersionedCells>;
  using Worker::cells_;
  using Worker::tally_;

 public:
  /// The record must be there exactly where kRecords says so.
  VersionedMemory(VersionedCells& cells, WorkerTally& tally, ThreadRecord* record,
                  const ThreadSetup& setup)
      : Worker(cells, tally, setup), record_(record), guard_(guard_of(cells.layout())) {}

  using Worker::read;
  double read(DoubleRegister x) { return to_double(read_one(x.index)); }
  std::uint64_t read(CounterRegister c) { return read_one(number(c)); }
  void write(DoubleRegister x, double value) { write_one(x.index, to_word(value)); }
  void write(CounterRegister c, std::uint64_t value) { write_one(number(c), value); }

  double fetch_add(DoubleRegister x, double value) {
    expect_single();
    const Versioned before =
        change(cells_.model(x.index), [&](Word word) { return to_word(to_double(word) + value); });
    single(OperationKind::kFetchAdd, x.index, before.version(), true);
    if constexpr (kRecords) record_->digest.add(to_word(value));
    return to_double(before.value);
  }
  std::uint64_t fetch_add(CounterRegister c, std::uint64_t value) {
    expect_single();
    const Versioned before = change(cells_.at(number(c)), [&](Word word) {
      if (number(c) == guard_) check_epoch(word + value);
      return word + value;
    });
    if (number(c) == guard_) moved_guard(before.version(), before.value + value);
    single(OperationKind::kFetchAdd, number(c), before.version(), true);
    if constexpr (kRecords) record_->digest.add(before.value);
    if (c.index == 0) this->drew(before.value);
    return before.value;
  }
  double compare_and_swap(DoubleRegister x, double expected, double desired) {
    return to_double(swap_one(x.index, to_word(expected), to_word(desired)));
  }
  std::uint64_t compare_and_swap(CounterRegister c, std::uint64_t expected, std::uint64_t desired) {
    return swap_one(number(c), expected, desired);
  }

  void read_into(RegisterList registers, std::span<double> view) {
    with_entries(OperationKind::kRead, registers, 0, [&](auto& entries) {
      for (std::size_t k = 0; k < registers.size(); ++k) {
        const Versioned found = load_sealed(cells_.model(registers[k]));
        view[k] = to_double(found.value);
        entries.operated(found.version(), false);
      }
    });
    if constexpr (kRecords) record_->digest.add(std::span<const double>(view));
    tally_.steps += registers.size();
  }

  void add(RegisterList registers, std::span<const double> values) {
    std::uint64_t updates = 0;
    with_entries(OperationKind::kFetchAdd, registers, 0, [&](auto& entries) {
      for (std::size_t k = 0; k < registers.size(); ++k) {
        if (values[k] == 0.0) {
          entries.dropped();
          continue;
        }
        const Versioned before = change(cells_.model(registers[k]), [&](Word word) {
          return to_word(to_double(word) + values[k]);
        });
        entries.operated(before.version(), true);
        ++updates;
      }
    });
    tally_.steps += updates;
    digest_nonzero(values);
  }

  void write(RegisterList registers, std::span<const double> values) {
    for (std::size_t k = 0; k < values.size(); ++k) {
      write(DoubleRegister{registers[k]}, values[k]);
    }
  }
  void add(const RacyList& adds, std::span<const double> values) {
    for (std::size_t k = 0; k < values.size(); ++k) {
      if (values[k] == 0.0) continue;
      const DoubleRegister x{adds.registers[k]};
      write(x, read(x) + values[k]);
    }
  }

  void add(CounterRegister c, std::uint64_t value) { fetch_add(c, value); }

  /// Only the last read, which finds another value, is taken for a step: the others change nothing.
  void wait_while(CounterRegister c, std::uint64_t least, std::uint64_t most) {
    const auto waits = [&](std::uint64_t found) { return found - least <= most - least; };
    do {
      for (std::uint32_t looks = 1; waits(cells_.at(number(c)).load().value); ++looks) {
        this->pause(looks);
      }
      // Another may have put such a value back by the time it is read.
    } while (waits(read_one(number(c))));
  }

  void add(const GuardedList& adds, std::span<const double> values) {
    const RegisterList& registers = adds.registers;
    const std::uint64_t epoch = adds.epoch;
    check_epoch(epoch);
    bool applied = false;
    with_entries(OperationKind::kGuardedFetchAdd, registers, epoch, [&](auto& entries) {
      for (std::size_t k = 0; k < registers.size(); ++k) {
        if (values[k] == 0.0) {
          entries.dropped();
          continue;
        }
        ++tally_.steps;
        auto& cell = cells_.model(registers[k]);
        Versioned seen = cell.load();
        for (;;) {
          seen_epoch_ = std::max(seen_epoch_, seen.seal());
          applied = seen_epoch_ <= epoch;
          if (!applied || cell.replace(seen, to_word(to_double(seen.value) + values[k]), epoch)) {
            break;
          }
          seen = cell.load();
        }
        if (applied) {
          entries.operated(seen.version(), true);
        } else {
          entries.refused();
        }
      }
    });
    digest_nonzero(values);
  }

 private:
  std::uint32_t number(CounterRegister c) const { return cells_.layout().number(c); }

  struct NoEntries {
    void operated(std::uint64_t, bool) {}
    void dropped() {}
    void refused() {}
  };

  /// Calls `operate` with what takes the entries of a list in the log, if there is one.
  template <class Operate>
  void with_entries(OperationKind kind, RegisterList registers, std::uint64_t epoch,
                    const Operate& operate) {
    if constexpr (kRecords) {
      OperationLog::Entries entries = record_->log.begin_list(kind, registers, epoch);
      operate(entries);
      record_->log.end_list(entries);
    } else {
      NoEntries entries;
      operate(entries);
    }
  }

  /// What the register holds, sealed with the epoch that this worker has seen.
  Versioned load_sealed(VersionedCells::Cell& cell) {
    Versioned found = cell.load();
    while (found.seal() < seen_epoch_ && !cell.seal(found, seen_epoch_)) found = cell.load();
    seen_epoch_ = std::max(seen_epoch_, found.seal());
    return found;
  }

  /// Returns what was replaced.
  template <class Next>
  Versioned change(VersionedCells::Cell& cell, const Next& next) {
    Versioned seen = cell.load();
    while (!cell.replace(seen, next(seen.value), seen_epoch_)) seen = cell.load();
    seen_epoch_ = std::max(seen_epoch_, seen.seal());
    return seen;
  }

  Word read_one(std::uint32_t target) {
    expect_single();
    const Versioned found = load_sealed(cells_.at(target));
    if (target == guard_) saw_epoch(found.value);
    single(OperationKind::kRead, target, found.version(), false);
    if constexpr (kRecords) record_->digest.add(found.value);
    return found.value;
  }
  void write_one(std::uint32_t target, Word value) {
    expect_single();
    if (target == guard_) check_epoch(value);
    const Versioned before = change(cells_.at(target), [&](Word) { return value; });
    if (target == guard_) moved_guard(before.version(), value);
    single(OperationKind::kWrite, target, before.version(), true);
  }
  Word swap_one(std::uint32_t target, Word expected, Word desired) {
    expect_single();
    if (target == guard_) check_epoch(desired);
    auto& cell = cells_.at(target);
    Versioned seen = load_sealed(cell);
    while (seen.value == expected && !cell.replace(seen, desired, seen_epoch_))
      seen = load_sealed(cell);
    const bool swapped = seen.value == expected;
    if (target == guard_) {
      if (swapped) {
        moved_guard(seen.version(), desired);
      } else {
        saw_epoch(seen.value);
      }
    }
    single(OperationKind::kCompareAndSwap, target, seen.version(), swapped);
    if constexpr (kRecords) record_->digest.add(seen.value);
    return seen.value;
  }

  static void check_epoch(std::uint64_t epoch) {
    if (epoch < Versioned::kSeals) return;
    throw std::overflow_error("the guard is at " + std::to_string(epoch) +
                              ", and threads know epochs up to " +
                              std::to_string(Versioned::kSeals - 1));
  }
  void saw_epoch(std::uint64_t epoch) {
    check_epoch(epoch);
    seen_epoch_ = std::max(seen_epoch_, epoch);
  }
  /// The guard, at this version before, has been moved to an epoch.
  void moved_guard(std::uint64_t version, std::uint64_t epoch) {
    saw_epoch(epoch);
    if constexpr (kRecords) record_->moves.push_back({version, epoch});
  }

  void expect_single() {
    if constexpr (kRecords) record_->log.expect_single();
  }
  void single(OperationKind kind, std::uint32_t target, std::uint64_t version, bool changes) {
    ++tally_.steps;
    if constexpr (kRecords) record_->log.single(kind, target, version, changes);
  }

  void digest_nonzero(std::span<const double> values) {
    if constexpr (kRecords) {
      if (std::ranges::find(values, 0.0) == values.end()) {
        record_->digest.add(values);
        return;
      }
      for (const double value : values) {
        if (value != 0.0) record_->digest.add(to_word(value));
      }
    }
  }

  ThreadRecord* record_;
  std::uint32_t guard_;
  std::uint64_t seen_epoch_ = 0;  // the latest epoch that this worker has seen the guard at
};

}  // namespace hogtie
