#pragma once

#include "core/memory/operation.h"

namespace hogtie {

/// Whether operations of this kind make up updates of a model: fetch&adds, guarded or not.
inline bool is_update(OperationKind kind) {
  return kind == OperationKind::kFetchAdd || kind == OperationKind::kGuardedFetchAdd;
}

}  // namespace hogtie
