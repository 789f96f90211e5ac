#include "adversaries/interface/view.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "core/memory/update_kind.h"

namespace hogtie {
namespace {

/// Positions [begin, end) of a script.
struct Stretch {
  std::uint32_t begin;
  std::uint32_t end;
};

/// The last list of such operations on coordinates of the model that begins at `from` or later: a
/// read of several registers, or the updates that follow one. Empty where there is none.
template <class IsOfKind>
Stretch list_of_model(const Script& script, const RegisterLayout& layout, std::uint32_t from,
                      const IsOfKind& is_of_kind) {
  Stretch found{from, from};
  std::uint32_t at = 0;
  for (const Segment& segment : std::span(script.segments, script.segment_count)) {
    const bool is_list =
        is_of_kind(segment.kind) && segment.registers != nullptr && segment.count > 0;
    if (at >= from && is_list && layout.is_model(script.registers[at])) {
      found = {at, at + segment.count};
    }
    at += segment.count;
  }
  return found;
}

Stretch view_read(const Cursor& cursor, const RegisterLayout& layout) {
  const Script& script = *cursor.script;
  const auto [begin, end] =
      list_of_model(script, layout, script.view_begin,
                    [](OperationKind kind) { return kind == OperationKind::kRead; });
  return {begin, std::clamp(cursor.position, begin, end)};
}

}  // namespace

void ObliviousView::fail_on_ended(std::uint32_t worker) {
  throw std::out_of_range("worker " + std::to_string(worker) +
                          " has ended, and has no operation pending");
}

std::span<const double> PastView::values_read(std::uint32_t worker) const {
  const auto [begin, end] = view_read(cursor(worker), execution().layout);
  return {cursor(worker).values + begin, end - begin};
}

std::span<const std::uint32_t> PastView::registers_read(std::uint32_t worker) const {
  const auto [begin, end] = view_read(cursor(worker), execution().layout);
  return {cursor(worker).registers + begin, end - begin};
}

SampledUpdate StrongView::update(std::uint32_t worker) const {
  const Cursor& cursor = this->cursor(worker);
  const Script& script = *cursor.script;
  if (script.compute_at != kNever) return {};
  if (execution().layout.versions) return publication(worker);
  const auto [begin, end] = list_of_model(script, execution().layout, 0, [](OperationKind kind) {
    return kind == OperationKind::kFetchAdd || kind == OperationKind::kGuardedFetchAdd ||
           kind == OperationKind::kRacyAdd;
  });
  std::uint32_t at = std::clamp(cursor.position, begin, end);
  const IrregularList& list = script.irregular;
  if (!list.contains(begin)) return {cursor.registers + at, cursor.values + at, end - at, 1};
  if (list.is_guarded()) {
    if (to_word(execution().cells[list.guard]) != list.epoch) return {};
    return {cursor.registers + at, cursor.values + at, end - at, 1};
  }
  // The values of a racy list are those of its writes.
  at += (at - begin) % 2 == 0 && at < end ? 1U : 0U;
  return {cursor.registers + at, cursor.values + at, (end - at + 1) / 2, 2};
}

SampledUpdate StrongView::publication(std::uint32_t worker) const {
  const Cursor& cursor = this->cursor(worker);
  const Script& script = *cursor.script;
  const RegisterLayout& layout = execution().layout;
  for (std::uint32_t k = script.scalar_next; k < script.scalar_count; ++k) {
    const Operation& swap = script.scalars[k].operation;
    if (!is_publication(swap.kind, swap.target, layout)) continue;
    if (to_word(execution().cells[swap.target]) != swap.expected) return {};
    const std::uint32_t first = layout.versions->number(swap.operand) * layout.model();
    const auto from = execution().cells.begin() + first;
    std::vector<double> version(from, from + layout.model());
    for (std::uint32_t at = cursor.position; at < script.scalars[k].position; ++at) {
      const std::uint32_t j = cursor.registers[at] - first;
      if (script.irregular.contains(at) && j < version.size()) version[j] = cursor.values[at];
    }
    return SampledUpdate::between(model(), version);
  }
  return {};
}

bool StrongView::within_racy_update(std::uint32_t worker) const {
  const Cursor& cursor = this->cursor(worker);
  const IrregularList& list = cursor.script->irregular;
  return list.is_racy() && list.contains(cursor.position) && cursor.position > list.begin + 1 &&
         execution().layout.is_model(cursor.registers[cursor.position]);
}

std::vector<std::uint64_t> StrongView::coins(std::uint32_t worker) const {
  const Script& script = *cursor(worker).script;
  std::vector<std::uint64_t> flipped(script.coins.flipped());
  Coins again(execution().seed, worker, script.iteration);
  std::generate(flipped.begin(), flipped.end(), [&] { return again(); });
  return flipped;
}

}  // namespace hogtie
