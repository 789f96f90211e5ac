#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/memory/register.h"

namespace hogtie {

/// What an algorithm asks of the shared memory, and of a worker's own.
struct MemoryNeeds {
  std::uint32_t auxiliary = 0;         ///< Registers of doubles beside the model.
  std::uint32_t counters = 1;          ///< Counters; C[0] counts iterations.
  std::uint32_t guard = kNoGuard;      ///< Index of the counter that guards updates, if one does.
  std::optional<Versions> versions{};  ///< Versions of the model, if they are published.
  std::size_t operations_max;          ///< Most operations that a worker has pending at once.
  std::size_t scalars_max =
      1;  ///< Most pending operations on counters, and single writes and swaps.
  std::size_t doubles_owned = 0;  ///< Doubles that a worker owns.
};

}  // namespace hogtie
