#include "core/execution/iteration_record.h"

#include <algorithm>
#include <span>

namespace hogtie {
namespace {

bool contiguous(std::span<const Access> accesses) {
  return accesses.back().target - accesses.front().target + 1 == accesses.size();
}

/// The part of `accesses` between the first and the last register of `others`.
std::span<const Access> within(std::span<const Access> accesses, std::span<const Access> others) {
  const auto begin = std::ranges::lower_bound(accesses, others.front().target, {}, &Access::target);
  const auto end =
      std::ranges::upper_bound(begin, accesses.end(), others.back().target, {}, &Access::target);
  return {begin, end};
}

}  // namespace

bool misses(const IterationRecord& reader, const IterationRecord& writer) {
  const std::span<const Access> reads = reader.reads;
  const std::span<const Access> updates = writer.updates;
  if (reads.empty() || updates.empty()) return false;
  // Where one list has no gaps, the other's registers index it.
  if (contiguous(reads)) {
    for (const Access& update : within(updates, reads)) {
      if (update.step > reads[update.target - reads.front().target].step) return true;
    }
    return false;
  }
  if (contiguous(updates)) {
    for (const Access& read : within(reads, updates)) {
      if (updates[read.target - updates.front().target].step > read.step) return true;
    }
    return false;
  }
  std::size_t r = 0;
  std::size_t u = 0;
  while (r < reads.size() && u < updates.size()) {
    if (reads[r].target < updates[u].target) {
      ++r;
    } else if (updates[u].target < reads[r].target) {
      ++u;
    } else {
      if (updates[u].step > reads[r].step) return true;
      ++r;
      ++u;
    }
  }
  return false;
}

}  // namespace hogtie
