#pragma once

#include "core/memory/operation.h"

namespace hogtie {

/// Whether operations of this kind on a register change the model: fetch&adds, guarded or not,
/// writes and compare&swaps of a coordinate.
inline bool is_update(OperationKind kind, std::uint32_t target, const RegisterLayout& layout) {
  return kind != OperationKind::kRead && layout.is_model(target);
}

}  // namespace hogtie
