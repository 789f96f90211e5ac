#include "core/memory/script.h"

#include <algorithm>

namespace hogtie {

Operation irregular_operation_at(const Script& script, std::uint32_t position) {
  const IrregularList& list = script.irregular;
  const std::uint32_t target = script.registers[position];
  const double value = script.values[position];
  if (list.is_guarded()) return {list.kind, target, to_word(value), list.epoch, list.guard};
  if (!list.is_racy()) return {list.kind, target, to_word(value)};
  if ((position - list.begin) % 2 == 0) return {OperationKind::kRead, target};
  return {OperationKind::kWrite, target, to_word(script.values[position - 1] + value)};
}

Operation operation_at(const Script& script, std::uint32_t position) {
  if (script.irregular.contains(position)) return irregular_operation_at(script, position);
  for (std::uint32_t k = 0; k < script.scalar_count; ++k) {
    if (script.scalars[k].position == position) return script.scalars[k].operation;
  }
  std::uint32_t begin = 0;
  for (const Segment& segment : std::span(script.segments, script.segment_count)) {
    if (position < begin + segment.count) {
      const std::uint32_t target = script.registers[position];
      if (segment.kind == OperationKind::kRead) return {segment.kind, target};
      return {segment.kind, target, to_word(script.values[position])};
    }
    begin += segment.count;
  }
  return {OperationKind::kRead, script.registers[position]};
}

namespace {

/// The segment that begins at a position.
Segment& segment_at(Script& script, std::uint32_t position) {
  std::uint32_t begin = 0;
  Segment* segment = script.segments;
  while (begin + segment->count <= position) begin += (segment++)->count;
  return *segment;
}

/// The list at `begin` has lost the last of its operations, up to `end`: moves up what follows.
void shorten_list(Script& script, std::uint32_t begin, std::uint32_t end, std::uint32_t dropped) {
  const std::uint32_t to = end - dropped;
  std::copy(script.values + end, script.values + script.size, script.values + to);
  std::copy(script.registers + end, script.registers + script.size, script.registers + to);
  for (std::uint32_t k = script.scalar_next; k < script.scalar_count; ++k) {
    if (script.scalars[k].position >= end) script.scalars[k].position -= dropped;
  }
  if (script.ends_at != kNever && script.ends_at >= end) script.ends_at -= dropped;
  if (script.irregular.contains(begin)) {
    script.irregular.count -= dropped;
  } else if (script.irregular.begin >= end) {
    script.irregular.begin -= dropped;
  }
  script.size -= dropped;
  script.dropped = true;
  Segment& list = segment_at(script, begin);
  list.count -= dropped;
  list.contiguous = false;
  list.registers = script.registers + begin;
  list.first = list.count > 0 ? script.registers[begin] : 0;
}

}  // namespace

void drop_zeros(Script& script) {
  const std::uint32_t begin = script.update_begin;
  const std::uint32_t end = begin + script.update_size;
  std::uint32_t to = begin;
  for (std::uint32_t from = begin; from < end; ++from) {
    if (script.values[from] == 0.0) continue;
    script.values[to] = script.values[from];
    script.registers[to] = script.registers[from];
    ++to;
  }
  shorten_list(script, begin, end, end - to);
}

bool settle_racy_update(Script& script) {
  const std::uint32_t begin = script.irregular.begin;
  const double* const update = script.values + script.update_begin;
  // What is written never reaches what is still to be read.
  if (all_nonzero({update, script.update_size})) [[likely]] {
    double* to = script.values + begin;
    for (std::uint32_t k = 0; k < script.update_size; ++k) {
      *to++ = kReadOperand;
      *to++ = update[k];
    }
    return false;
  }
  std::uint32_t to = begin;
  for (std::uint32_t k = 0; k < script.update_size; ++k) {
    const double component = update[k];
    if (component == 0.0) continue;
    script.registers[to] = script.registers[to + 1] = script.registers[begin + 2 * k];
    script.values[to] = kReadOperand;
    script.values[to + 1] = component;
    to += 2;
  }
  const std::uint32_t end = script.irregular.end();
  shorten_list(script, begin, end, end - to);
  return true;
}

}  // namespace hogtie
