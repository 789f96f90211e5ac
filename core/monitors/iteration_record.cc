#include "core/monitors/iteration_record.h"

#include <algorithm>
#include <span>

namespace hogtie {
namespace {

/// Whether a step in `later` comes after that at the same place in `earlier`. Without a branch a
/// step, since these are few: a difference of steps, which are below 2^63, shows its sign.
bool any_after(const std::uint64_t* later, const std::uint64_t* earlier, std::size_t count) {
  std::uint64_t signs = 0;
  for (std::size_t k = 0; k < count; ++k) signs |= earlier[k] - later[k];
  return signs >> 63 != 0;
}

/// The places in `list` of the coordinates from `first` to `last`: from the first to behind the
/// last.
struct Places {
  std::size_t begin;
  std::size_t end;
};
Places places_within(const AccessList& list, std::uint32_t first, std::uint32_t last) {
  const std::span<const std::uint32_t> targets = list.targets();
  const auto begin = std::ranges::lower_bound(targets, first);
  const auto end = std::upper_bound(begin, targets.end(), last);
  return {static_cast<std::size_t>(begin - targets.begin()),
          static_cast<std::size_t>(end - targets.begin())};
}

}  // namespace

bool misses(const IterationRecord& reader, const IterationRecord& writer) {
  const AccessList& reads = reader.reads;
  const AccessList& updates = writer.updates;
  if (reads.empty() || updates.empty()) return false;
  const std::uint32_t first = std::max(reads.targets().front(), updates.targets().front());
  const std::uint32_t last = std::min(reads.targets().back(), updates.targets().back());
  if (first > last) return false;
  const bool all_read = reads.is_contiguous();
  const bool all_updated = updates.is_contiguous();
  const std::uint64_t* const read = reads.steps().data();
  const std::uint64_t* const update = updates.steps().data();
  if (all_read && all_updated) {
    return any_after(update + (first - updates.targets().front()),
                     read + (first - reads.targets().front()), last - first + 1);
  }
  // A list without gaps is indexed by the coordinates of the other.
  if (all_read) {
    const auto [begin, end] = places_within(updates, first, last);
    for (std::size_t k = begin; k < end; ++k) {
      if (update[k] > read[updates.targets()[k] - reads.targets().front()]) return true;
    }
    return false;
  }
  if (all_updated) {
    const auto [begin, end] = places_within(reads, first, last);
    for (std::size_t k = begin; k < end; ++k) {
      if (update[reads.targets()[k] - updates.targets().front()] > read[k]) return true;
    }
    return false;
  }
  std::size_t r = 0;
  std::size_t u = 0;
  while (r < reads.size() && u < updates.size()) {
    const std::uint32_t read_target = reads.targets()[r];
    const std::uint32_t update_target = updates.targets()[u];
    if (read_target == update_target && update[u] > read[r]) return true;
    if (read_target <= update_target) ++r;
    if (update_target <= read_target) ++u;
  }
  return false;
}

}  // namespace hogtie
