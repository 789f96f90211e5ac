#pragma once

#include <algorithm>
#include <cstdint>

#include "core/execution/execute_next.h"

namespace hogtie {

/// Executes the next `count` operations of a worker, none of which is scalar: the same as that
/// many execute_next, segment by segment.
inline void execute_stretch(Cursor& cursor, double* cells, std::uint32_t count) {
  const Segment* segment = cursor.script->segments;
  std::uint32_t begin = 0;
  while (begin + segment->count <= cursor.position) begin += (segment++)->count;
  while (count > 0) {
    const std::uint32_t here = std::min(count, begin + segment->count - cursor.position);
    if (segment->kind != OperationKind::kRead && segment->kind != OperationKind::kFetchAdd) {
      for (std::uint32_t k = 0; k < here; ++k) execute_next_irregular(cursor, cells);
    } else if (!segment->contiguous) {
      for (std::uint32_t k = 0; k < here; ++k) execute_next(cursor, cells);
    } else {
      double* __restrict__ const x = cells + segment->first + (cursor.position - begin);
      double* __restrict__ const value = cursor.values + cursor.position;
      if (segment->kind == OperationKind::kRead) {
        std::copy_n(x, here, value);
      } else {
        for (std::uint32_t k = 0; k < here; ++k) {
          const double before = x[k];
          x[k] = sum_of(before, value[k]);
          value[k] = before;
        }
      }
      cursor.position += here;
    }
    count -= here;
    begin += (segment++)->count;
  }
}

}  // namespace hogtie
