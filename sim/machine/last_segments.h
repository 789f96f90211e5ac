#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/memory/script.h"

namespace hogtie {

/// Remembers the segments of each worker's last submission, so that a repetition, by far the most
/// common case, is told from a new one at no cost to speak of.
class LastSegments {
 public:
  LastSegments() = default;
  explicit LastSegments(std::uint32_t workers) : workers_(workers) {}

  /// Whether the worker's script has the very segments it had at the last call.
  bool repeats(std::uint32_t worker, const Script& script) {
    static_assert(std::has_unique_object_representations_v<Segment>);
    Segments& last = workers_[worker];
    // Lists in the worker's own memory change in place. No segments: nothing remembered, or ended.
    if (last.count == script.segment_count && last.count > 0 && !script.dropped &&
        std::memcmp(last.segments, script.segments, last.count * sizeof(Segment)) == 0) {
      return true;
    }
    last.count = script.dropped ? 0 : script.segment_count;
    std::copy_n(script.segments, last.count, last.segments);
    return false;
  }

 private:
  struct Segments {
    std::uint32_t count = 0;
    Segment segments[Script::kSegmentsMax];
  };
  std::vector<Segments> workers_;
};

}  // namespace hogtie
