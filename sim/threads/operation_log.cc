#include "sim/threads/operation_log.h"

#include <algorithm>

namespace hogtie {

std::size_t OperationLog::bytes() const {
  std::size_t sum = 0;
  for (const Block& block : blocks_) sum += block.used;
  if (!blocks_.empty()) sum += static_cast<std::size_t>(end_ - blocks_.back().bytes.data());
  return sum;
}

void OperationLog::begin_block(std::size_t bytes) {
  if (!blocks_.empty()) {
    blocks_.back().used = static_cast<std::size_t>(end_ - blocks_.back().bytes.data());
  }
  Block block;
  block.bytes.resize(std::max(kBlock, bytes));
  end_ = block.bytes.data();
  limit_ = end_ + block.bytes.size();
  blocks_.push_back(std::move(block));
}

OperationLog::Reader::Reader(const OperationLog& log) : log_(log), known_(log.known_.size()) {
  if (!next_block()) {
    at_end_ = true;
    return;
  }
  advance();
}

bool OperationLog::Reader::next_block() {
  if (block_ == log_.blocks_.size()) return false;
  const Block& block = log_.blocks_[block_++];
  at_ = block.bytes.data();
  end_ = block_ == log_.blocks_.size() ? log_.end_ : at_ + block.used;
  return true;
}

inline std::uint8_t OperationLog::Reader::get() {
  return *at_++;
}

inline std::uint64_t OperationLog::Reader::get_number() {
  std::uint64_t number = get();
  if (number < 0x80) return number;
  number &= 0x7f;
  for (unsigned shift = 7;; shift += 7) {
    const std::uint64_t byte = get();
    number |= (byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
}

inline void OperationLog::Reader::take(std::uint32_t target, std::uint64_t number, bool changes) {
  operation_.target = target;
  operation_.version = known_[target] + number - kApplied;
  operation_.changes = changes;
  known_[target] = operation_.version + (changes ? 1 : 0);
}

void OperationLog::Reader::advance() {
  for (;;) {
    while (left_ > 0) {
      const std::uint32_t target = list_[list_.size() - left_];
      --left_;
      const std::uint64_t number = get_number();
      if (number == kDropped) continue;
      if (number == kRefused) {
        operation_.target = target;
        operation_.changes = false;
        return;
      }
      take(target, number, operation_.kind != OperationKind::kRead);
      return;
    }
    if (at_ == end_ && !next_block()) {
      at_end_ = true;
      return;
    }
    const std::uint8_t head = get();
    operation_.kind = static_cast<OperationKind>(head & kKind);
    if ((head & kSingle) != 0) {
      const auto target = static_cast<std::uint32_t>(get_number());
      take(target, get_number(), (head & kChanges) != 0);
      return;
    }
    if ((head & kSame) == 0) {
      const std::uint32_t* registers = nullptr;
      std::memcpy(&registers, at_, sizeof registers);
      at_ += sizeof registers;
      list_ = {registers, static_cast<std::size_t>(get_number())};
    }
    if (operation_.kind == OperationKind::kGuardedFetchAdd) operation_.epoch = get_number();
    left_ = list_.size();
  }
}

}  // namespace hogtie
