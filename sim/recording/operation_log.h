#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "core/memory/operation.h"
#include "core/memory/register.h"
#include "sim/recording/log_spool.h"

namespace hogtie {

/// One operation of a thread, as it was logged.
struct LoggedOperation {
  OperationKind kind;
  std::uint32_t target;
  std::uint64_t version;  ///< That it read, or replaced; of one that was not applied: none.
  bool changes;           ///< Whether it made the next version.
  std::uint64_t epoch;    ///< The epoch of a guarded fetch&add.
};

/// The operations of one thread in program order, a byte or two each. Of operations on a list of
/// registers only the versions are logged, and the list, by its address, where it is another than
/// that of the list before; where it is the same, as after a view and on dense data, each version
/// as the difference to the one that the thread knew last at that place of the list.
class OperationLog {
 public:
  /// The log of a thread that operates on so many registers; full blocks go to the spool, which
  /// must outlive this.
  OperationLog(std::uint32_t registers, LogSpool& spool) : spool_(spool), known_(registers) {}

  /// Takes what is logged of each operation on a list, in order. All of it stays in the processor's
  /// registers until end_list().
  class Entries {
   public:
    /// Read or replaced this version,
    void operated(std::uint64_t version, bool changes) {
      end_ = put_number(end_, kApplied + version - *known_);
      *known_++ = version + (changes ? 1 : 0);
    }
    /// no operation, being of zero,
    void dropped() { pass(kDropped); }
    /// or refused by its guard.
    void refused() { pass(kRefused); }

   private:
    friend OperationLog;
    Entries(std::uint8_t* end, std::uint64_t* known) : end_(end), known_(known) {}
    void pass(std::uint8_t byte) {
      *end_++ = byte;
      ++known_;
    }

    std::uint8_t* end_;
    std::uint64_t* known_;
  };

  /// The next `registers.size()` operations are on these.
  Entries begin_list(OperationKind kind, RegisterList registers, std::uint64_t epoch = 0) {
    make_room(kHead + registers.size() * kMostBytes);
    const std::uint32_t* const indices = registers.indices.data();
    const bool same = indices == list_.indices.data() && registers.size() == list_.size() &&
                      registers.first == list_.first;
    put(static_cast<std::uint8_t>(static_cast<std::uint32_t>(kind) | (same ? kSame : 0)));
    if (!same) {
      const auto address = reinterpret_cast<std::uintptr_t>(indices);
      std::memcpy(end_, &address, sizeof address);
      end_ += sizeof address;
      put_number(registers.size());
      put_number(registers.first);
      list_ = registers;
      listed_.assign(registers.size(), 0);
    }
    if (kind == OperationKind::kGuardedFetchAdd) put_number(epoch);
    return {end_, listed_.data()};
  }
  void end_list(const Entries& entries) { end_ = entries.end_; }

  /// Throws now what single() would throw: called before the operation takes place, so that none
  /// does without being logged.
  void expect_single() { make_room(kHead + kMostBytes); }

  /// An operation on one register.
  void single(OperationKind kind, std::uint32_t target, std::uint64_t version, bool changes) {
    make_room(kHead + kMostBytes);
    put(static_cast<std::uint8_t>(static_cast<std::uint32_t>(kind) | kSingle |
                                  (changes ? kChanges : 0)));
    put_number(target);
    put_number(kApplied + version - known_[target]);
    known_[target] = version + (changes ? 1 : 0);
  }

  std::uint64_t bytes() const { return kept_bytes_ + used(); }

  class Reader;

 private:
  static constexpr std::uint8_t kSame = 0x10;
  static constexpr std::uint8_t kSingle = 0x20;
  static constexpr std::uint8_t kChanges = 0x40;
  static constexpr std::uint8_t kKind = 0x0f;
  // What an entry of a list is, and from where on a difference of versions.
  static constexpr std::uint8_t kDropped = 0;
  static constexpr std::uint8_t kRefused = 1;
  static constexpr std::uint64_t kApplied = 2;

  static constexpr std::size_t kMostBytes = 11;  // of a number, and one written beyond it
  static constexpr std::size_t kHead = 32;
  static constexpr std::size_t kBlock = std::size_t{1} << 20;

  void put(std::uint8_t byte) { *end_++ = byte; }
  void put_number(std::uint64_t number) { end_ = put_number(end_, number); }
  /// Seven bits a byte, the lowest first, with the eighth in all but the last. One byte or two come
  /// as they like, so they are not told apart by a jump. Returns the end.
  static std::uint8_t* put_number(std::uint8_t* end, std::uint64_t number) {
    while (number >= 0x4000) [[unlikely]] {
        *end++ = static_cast<std::uint8_t>(number | 0x80);
        number >>= 7;
      }
    const bool two = number >= 0x80;
    end[0] = static_cast<std::uint8_t>(number | (two ? 0x80 : 0));
    end[1] = static_cast<std::uint8_t>(number >> 7);
    return end + (two ? 2 : 1);
  }
  void make_room(std::size_t bytes) {
    if (static_cast<std::size_t>(limit_ - end_) < bytes) [[unlikely]] {
      begin_block(bytes);
    }
  }
  void begin_block(std::size_t bytes);
  std::size_t used() const { return static_cast<std::size_t>(end_ - open_.bytes.get()); }

  LogSpool& spool_;
  std::vector<std::size_t> kept_;  // blocks, by their numbers in the spool
  std::uint64_t kept_bytes_ = 0;
  LogBlock open_;  // follows them
  std::uint8_t* end_ = nullptr;
  std::uint8_t* limit_ = nullptr;
  RegisterList list_;                  // of the list operation before
  std::vector<std::uint64_t> listed_;  // version, by place in the list
  std::vector<std::uint64_t> known_;   // version, by register, of single operations
};

/// Reads a log from its begin; the log must not grow meanwhile. Throws InputError where the spool
/// cannot be read.
class OperationLog::Reader {
 public:
  explicit Reader(const OperationLog& log);

  /// The operation that the reader is at; none at the end. Valid until it goes on.
  const LoggedOperation* current() const { return at_end_ ? nullptr : &operation_; }

  /// Goes on to the next operation.
  void advance() {
    bool first = true;
    go_on([&](const LoggedOperation&) { return std::exchange(first, false); });
  }

  /// Calls `pass` with the operation that the reader is at, and the next ones, while it returns
  /// true; stays at the one for which it did not.
  template <class Pass>
  void go_on(const Pass& pass) {
    if (at_end_ || !pass(std::as_const(operation_))) return;
    while (go_through_list(pass)) {
      if (!next_head()) {
        at_end_ = true;
        return;
      }
      if (is_single_ && !pass(std::as_const(operation_))) return;
    }
  }

 private:
  /// Whether `pass` accepted all that was left of the list.
  template <class Pass>
  bool go_through_list(const Pass& pass) {
    // In registers: this is where time goes.
    const std::uint8_t* at = at_;
    const std::uint32_t* index = list_.indices.data() + (list_.size() - left_);
    const std::uint32_t* const end = index + left_;
    const std::uint32_t first = list_.first;
    std::uint64_t* known = listed_.data() + (list_.size() - left_);
    LoggedOperation operation = operation_;
    const bool changes = operation.kind != OperationKind::kRead;
    bool goes_on = true;
    for (; goes_on && index != end; ++known) {
      operation.target = first + *index++;
      const std::uint64_t number = get_number(at);
      if (number >= kApplied) [[likely]] {
        operation.version = *known + number - kApplied;
        operation.changes = changes;
        *known = operation.version + (changes ? 1 : 0);
      } else if (number == kDropped) {
        continue;
      } else {
        operation.changes = false;
      }
      goes_on = pass(std::as_const(operation));
    }
    at_ = at;
    left_ = static_cast<std::size_t>(end - index);
    operation_ = operation;
    return goes_on;
  }

  static std::uint64_t get_number(const std::uint8_t*& at) {
    const std::uint64_t low = at[0];
    const std::uint64_t high = at[1];
    const bool two = low >= 0x80;
    if (two && high >= 0x80) [[unlikely]] {
      return get_long_number(at);
    }
    at += two ? 2 : 1;
    return (low & 0x7f) | (two ? high << 7 : 0);
  }
  static std::uint64_t get_long_number(const std::uint8_t*& at);

  bool next_head();
  bool next_block();

  const OperationLog& log_;
  std::size_t block_ = 0;
  std::vector<std::uint8_t> buffer_;
  const std::uint8_t* at_ = nullptr;
  const std::uint8_t* end_ = nullptr;
  RegisterList list_;
  std::size_t left_ = 0;  // of the list
  bool is_single_ = false;
  LoggedOperation operation_{};
  std::vector<std::uint64_t> listed_;
  std::vector<std::uint64_t> known_;
  bool at_end_ = false;
};

}  // namespace hogtie
