#pragma once

// For the state's definition, which is that of the library linked to.
#ifndef XXH_STATIC_LINKING_ONLY
#define XXH_STATIC_LINKING_ONLY
#endif
#include <xxhash.h>

#include <cstdint>
#include <span>

#include "core/memory/register.h"

namespace hogtie {

/// Digest of what a worker found and added, operation by operation in program order: what reads,
/// compare&swaps and operations on counters found, and what was added to doubles. It stands for
/// every view and gradient of the worker's iterations.
class WordDigest {
 public:
  WordDigest() { XXH3_64bits_reset(&state_); }

  void add(Word word) { XXH3_64bits_update(&state_, &word, sizeof word); }
  void add(std::span<const double> values) {
    XXH3_64bits_update(&state_, values.data(), values.size_bytes());
  }
  std::uint64_t value() const { return XXH3_64bits_digest(&state_); }

 private:
  XXH3_state_t state_;
};

}  // namespace hogtie
