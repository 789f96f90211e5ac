#include "core/memory/script.h"

namespace hogtie {

Operation operation_at(const Script& script, std::uint32_t position) {
  for (std::uint32_t k = 0; k < script.special_count; ++k) {
    if (script.specials[k].position == position) return script.specials[k].operation;
  }
  std::uint32_t begin = 0;
  for (const Segment& segment : std::span(script.segments, script.segment_count)) {
    if (position < begin + segment.count) {
      const std::uint32_t target = script.registers[position];
      if (segment.kind == OperationKind::kRead) return {OperationKind::kRead, target};
      return {OperationKind::kFetchAdd, target, to_word(script.values[position])};
    }
    begin += segment.count;
  }
  return {OperationKind::kRead, script.registers[position]};
}

namespace {

/// Closes the gaps that zero updates leave; `script.segments[index]` is the update.
void drop_zeros(Script& script, std::uint32_t index) {
  const std::uint32_t begin = script.update_begin;
  const std::uint32_t end = begin + script.update_size;
  std::uint32_t to = begin;
  for (std::uint32_t from = begin; from < end; ++from) {
    if (script.values[from] == 0.0) continue;
    script.values[to] = script.values[from];
    script.registers[to] = script.registers[from];
    ++to;
  }
  const std::uint32_t dropped = end - to;
  std::copy(script.values + end, script.values + script.size, script.values + to);
  std::copy(script.registers + end, script.registers + script.size, script.registers + to);
  for (std::uint32_t k = script.special_next; k < script.special_count; ++k) {
    script.specials[k].position -= dropped;
  }
  if (script.ends_at != kNever && script.ends_at >= end) script.ends_at -= dropped;
  script.size -= dropped;
  script.dropped = true;
  Segment& update = script.segments[index];
  update.count -= dropped;
  update.contiguous = false;
  update.registers = script.registers + begin;
  update.first = update.count > 0 ? script.registers[begin] : 0;
}

}  // namespace

bool compute(Script& script) {
  const std::span<const double> view(script.values + script.update_begin - script.view_size,
                                     script.view_size);
  const std::span<double> update(script.values + script.update_begin, script.update_size);
  script.compute_at = kNever;
  script.computation.call(script.computation.context, view, update);
  std::uint64_t zeros = 0;
  for (const double component : update) zeros += component == 0.0 ? 1 : 0;
  if (zeros == 0) return false;
  std::uint32_t begin = 0;
  std::uint32_t index = 0;
  while (begin + script.segments[index].count <= script.update_begin) {
    begin += script.segments[index].count;
    ++index;
  }
  drop_zeros(script, index);
  return true;
}

}  // namespace hogtie
