#include "adversaries/view.h"

#include <algorithm>

namespace hogtie {
namespace {

/// Positions [begin, end) of a script.
struct Stretch {
  std::uint32_t begin;
  std::uint32_t end;
};

/// How many operations the list has that begins at this position: a read of several registers, or
/// the updates that follow one. 0 where the script has no such list.
std::uint32_t listed(const Script& script, OperationKind kind, std::uint32_t begin) {
  std::uint32_t at = 0;
  for (const Segment& segment : std::span(script.segments, script.segment_count)) {
    if (at == begin && segment.kind == kind && segment.registers != nullptr) return segment.count;
    at += segment.count;
  }
  return 0;
}

Stretch view_read(const Cursor& cursor) {
  const Script& script = *cursor.script;
  const std::uint32_t begin = script.update_begin - script.view_size;
  const std::uint32_t end = begin + listed(script, OperationKind::kRead, begin);
  return {begin, std::clamp(cursor.position, begin, end)};
}

Stretch update_left(const Cursor& cursor) {
  const Script& script = *cursor.script;
  if (script.compute_at != kNever) return {0, 0};
  const std::uint32_t begin = script.update_begin;
  const std::uint32_t end = begin + listed(script, OperationKind::kFetchAdd, begin);
  return {std::clamp(cursor.position, begin, end), end};
}

}  // namespace

std::span<const double> PastView::values_read(std::uint32_t worker) const {
  const auto [begin, end] = view_read(cursor(worker));
  return {cursor(worker).values + begin, end - begin};
}

std::span<const std::uint32_t> PastView::registers_read(std::uint32_t worker) const {
  const auto [begin, end] = view_read(cursor(worker));
  return {cursor(worker).registers + begin, end - begin};
}

std::span<const double> StrongView::update(std::uint32_t worker) const {
  const auto [begin, end] = update_left(cursor(worker));
  return {cursor(worker).values + begin, end - begin};
}

std::span<const std::uint32_t> StrongView::update_registers(std::uint32_t worker) const {
  const auto [begin, end] = update_left(cursor(worker));
  return {cursor(worker).registers + begin, end - begin};
}

std::vector<std::uint64_t> StrongView::coins(std::uint32_t worker) const {
  const Script& script = *cursor(worker).script;
  std::vector<std::uint64_t> flipped(script.coins.flipped());
  Coins again(execution().seed, worker, script.iteration);
  std::generate(flipped.begin(), flipped.end(), [&] { return again(); });
  return flipped;
}

}  // namespace hogtie
