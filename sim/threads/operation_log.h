#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

#include "core/memory/operation.h"
#include "core/memory/register.h"

namespace hogtie {

/// One operation of a thread, as it was logged.
struct LoggedOperation {
  OperationKind kind;
  std::uint32_t target;
  std::uint64_t version;  ///< That it read, or replaced; of one that was not applied: none.
  bool changes;           ///< Whether it made the next version.
  std::uint64_t epoch;    ///< Of a guarded fetch&add.
};

/// The operations of one thread in program order, about a byte each. Of operations on a list of
/// registers only the versions are logged, each as the difference to the version of the same
/// register that the thread knew last; and the list, by its address, where it is another than that
/// of the list before.
class OperationLog {
 public:
  explicit OperationLog(std::uint32_t registers) : known_(registers) {}

  /// The next `registers.size()` operations are on these.
  void begin_list(OperationKind kind, std::span<const std::uint32_t> registers,
                  std::uint64_t epoch = 0) {
    make_room(kHead + registers.size() * kMostBytes);
    const bool same = registers.data() == list_.data() && registers.size() == list_.size();
    put(static_cast<std::uint8_t>(static_cast<std::uint32_t>(kind) | (same ? kSame : 0)));
    if (!same) {
      const auto address = reinterpret_cast<std::uintptr_t>(registers.data());
      std::memcpy(end_, &address, sizeof address);
      end_ += sizeof address;
      put_number(registers.size());
      list_ = registers;
    }
    if (kind == OperationKind::kGuardedFetchAdd) put_number(epoch);
  }

  /// One of a list that was begun, in order: read or replaced this version,
  void operated(std::uint32_t target, std::uint64_t version, bool changes) {
    put_number(kApplied + version - known_[target]);
    known_[target] = version + (changes ? 1 : 0);
  }
  void dropped() { put(kDropped); }  ///< no operation, being of zero,
  void refused() { put(kRefused); }  ///< or refused by its guard.

  /// An operation on one register.
  void single(OperationKind kind, std::uint32_t target, std::uint64_t version, bool changes) {
    make_room(kHead + kMostBytes);
    put(static_cast<std::uint8_t>(static_cast<std::uint32_t>(kind) | kSingle |
                                  (changes ? kChanges : 0)));
    put_number(target);
    operated(target, version, changes);
  }

  std::uint64_t operations() const { return operations_; }
  void count(std::uint64_t operations) { operations_ += operations; }

  std::size_t bytes() const;

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

  static constexpr std::size_t kMostBytes = 10;  // of a number
  static constexpr std::size_t kHead = 32;
  static constexpr std::size_t kBlock = std::size_t{1} << 20;

  struct Block {
    std::vector<std::uint8_t> bytes;
    std::size_t used = 0;
  };

  void put(std::uint8_t byte) { *end_++ = byte; }
  void put_number(std::uint64_t number) {
    while (number >= 0x80) {
      *end_++ = static_cast<std::uint8_t>(number | 0x80);
      number >>= 7;
    }
    *end_++ = static_cast<std::uint8_t>(number);
  }
  void make_room(std::size_t bytes) {
    if (static_cast<std::size_t>(limit_ - end_) < bytes) [[unlikely]] {
      begin_block(bytes);
    }
  }
  void begin_block(std::size_t bytes);

  std::vector<Block> blocks_;
  std::uint8_t* end_ = nullptr;
  std::uint8_t* limit_ = nullptr;
  std::span<const std::uint32_t> list_;  // of the list operation before
  std::vector<std::uint64_t> known_;     // version, by register
  std::uint64_t operations_ = 0;
};

/// Reads a log from its begin; the log must not grow meanwhile.
class OperationLog::Reader {
 public:
  explicit Reader(const OperationLog& log);

  /// The operation that the reader is at; none at the end. Valid until `advance`.
  const LoggedOperation* current() const { return at_end_ ? nullptr : &operation_; }
  void advance();

 private:
  std::uint8_t get();
  std::uint64_t get_number();
  void take(std::uint32_t target, std::uint64_t number, bool changes);
  bool next_block();

  const OperationLog& log_;
  std::size_t block_ = 0;
  const std::uint8_t* at_ = nullptr;
  const std::uint8_t* end_ = nullptr;
  std::span<const std::uint32_t> list_;
  std::size_t left_ = 0;  // of the list
  LoggedOperation operation_{};
  std::vector<std::uint64_t> known_;
  bool at_end_ = false;
};

}  // namespace hogtie
