#include "core/memory/script.h"

#include <algorithm>

namespace hogtie {

void find_racy_stop(Cursor& cursor, std::uint32_t otherwise) {
  Script& script = *cursor.script;
  const std::uint32_t from = std::max(cursor.position, script.racy_begin);
  // Where the first write from there on is done.
  const std::uint32_t racy = from + 2 - (from - script.racy_begin) % 2;
  if (otherwise < racy) {
    cursor.stop = otherwise == script.compute_at ? otherwise : otherwise + 1;
    script.stop_kind = StopKind::kOther;
  } else {
    cursor.stop = racy;
    script.stop_kind = StopKind::kRacyWrite;
  }
}

Operation operation_at(const Script& script, std::uint32_t position) {
  for (std::uint32_t k = 0; k < script.special_count; ++k) {
    if (script.specials[k].position == position) return script.specials[k].operation;
  }
  std::uint32_t begin = 0;
  for (const Segment& segment : std::span(script.segments, script.segment_count)) {
    if (position < begin + segment.count) {
      const std::uint32_t target = script.registers[position];
      if (segment.kind == OperationKind::kRead) return {OperationKind::kRead, target};
      if (segment.kind == OperationKind::kRacyAdd) {
        if ((position - script.racy_begin) % 2 == 0) return {OperationKind::kRead, target};
        return {OperationKind::kWrite, target,
                to_word(script.values[position - 1] + script.values[position])};
      }
      return {OperationKind::kFetchAdd, target, to_word(script.values[position])};
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
  const std::uint32_t dropped = end - to;
  std::copy(script.values + end, script.values + script.size, script.values + to);
  std::copy(script.registers + end, script.registers + script.size, script.registers + to);
  for (std::uint32_t k = script.special_next; k < script.special_count; ++k) {
    if (script.specials[k].position >= end) script.specials[k].position -= dropped;
  }
  if (script.ends_at != kNever && script.ends_at >= end) script.ends_at -= dropped;
  if (script.racy_begin >= end) {
    script.racy_begin -= dropped;
    script.racy_end -= dropped;
  }
  script.size -= dropped;
  script.dropped = true;
  Segment& update = segment_at(script, begin);
  update.count -= dropped;
  update.contiguous = false;
  update.registers = script.registers + begin;
  update.first = update.count > 0 ? script.registers[begin] : 0;
}

}  // namespace hogtie
