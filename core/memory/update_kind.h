#pragma once

#include "core/memory/operation.h"

namespace hogtie {

/// Whether operations of this kind on a register publish a version of the model.
inline bool is_publication(OperationKind kind, std::uint32_t target, const RegisterLayout& layout) {
  return layout.versions && kind == OperationKind::kCompareAndSwap &&
         target == layout.number(layout.versions->current);
}

/// Whether operations of this kind on a register change the model: fetch&adds, guarded or not,
/// writes and compare&swaps of a coordinate, and publications.
inline bool is_update(OperationKind kind, std::uint32_t target, const RegisterLayout& layout) {
  return (kind != OperationKind::kRead && layout.is_model(target)) ||
         is_publication(kind, target, layout);
}

}  // namespace hogtie
