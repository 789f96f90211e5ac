#include "sim/recording/operation_log.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace hogtie {

void OperationLog::begin_block(std::size_t bytes) {
  if (open_.bytes != nullptr) {
    open_.size = used();
    kept_bytes_ += open_.size;
    end_ = limit_ = nullptr;
    kept_.push_back(spool_.keep(std::move(open_)));
  }
  open_.size = std::max(kBlock, bytes);
  open_.bytes = std::make_unique_for_overwrite<std::uint8_t[]>(open_.size);
  end_ = open_.bytes.get();
  limit_ = end_ + open_.size;
}

OperationLog::Reader::Reader(const OperationLog& log) : log_(log), known_(log.known_.size()) {
  // The first operation: nothing before it is passed to anybody.
  do {
    at_end_ = !next_head();
  } while (!at_end_ && !is_single_ && go_through_list([](const auto&) { return false; }));
}

bool OperationLog::Reader::next_block() {
  if (block_ > log_.kept_.size()) return false;
  const std::span<const std::uint8_t> bytes =
      block_ < log_.kept_.size()
          ? log_.spool_.read(log_.kept_[block_], buffer_)
          : std::span<const std::uint8_t>(log_.open_.bytes.get(), log_.used());
  ++block_;
  at_ = bytes.data();
  end_ = at_ + bytes.size();
  return !bytes.empty();
}

std::uint64_t OperationLog::Reader::get_long_number(const std::uint8_t*& at) {
  std::uint64_t number = 0;
  for (unsigned shift = 0;; shift += 7) {
    const std::uint64_t byte = *at++;
    number |= (byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
}

/// What comes after a list or a single operation: another list, begun, or another single operation,
/// taken. False at the end.
bool OperationLog::Reader::next_head() {
  if (at_ == end_ && !next_block()) return false;
  const std::uint8_t head = *at_++;
  operation_.kind = static_cast<OperationKind>(head & kKind);
  is_single_ = (head & kSingle) != 0;
  if (is_single_) {
    operation_.target = static_cast<std::uint32_t>(get_number(at_));
    std::uint64_t& known = known_[operation_.target];
    operation_.version = known + get_number(at_) - kApplied;
    operation_.changes = (head & kChanges) != 0;
    known = operation_.version + (operation_.changes ? 1 : 0);
    return true;
  }
  if ((head & kSame) == 0) {
    const std::uint32_t* indices = nullptr;
    std::memcpy(&indices, at_, sizeof indices);
    at_ += sizeof indices;
    const std::uint64_t size = get_number(at_);
    list_ = RegisterList(std::span(indices, size), static_cast<std::uint32_t>(get_number(at_)));
    listed_.assign(list_.size(), 0);
  }
  if (operation_.kind == OperationKind::kGuardedFetchAdd) operation_.epoch = get_number(at_);
  left_ = list_.size();
  return true;
}

}  // namespace hogtie
