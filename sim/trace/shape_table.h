#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "proto/trace.pb.h"
#include "sim/trace/shape_key.h"

namespace hogtie {

/// Most shapes that a trace defines; of those that come after, it has digests. With the most
/// segments and registers that each may have, they take 300 MB.
inline constexpr std::uint32_t kMostShapes = std::uint32_t{1} << 20;

/// Whether a shape may be defined: segments of kinds that there are, with registers one after the
/// other or a list, at most Script::kSegmentsMax of them and kMostListed in all lists.
bool is_definable(const proto::Shape& shape);

/// The shapes that a trace has defined so far, by number.
class ShapeTable {
 public:
  /// The next shape, which is_definable.
  void add(const proto::Shape& shape);

  std::size_t size() const { return begins_.size(); }

  /// Whether this shape has this key. Requires number < size().
  bool has_key(std::uint32_t number, const ShapeKey& key) const;

  /// The shape as it was added, but for the encoding. Requires number < size().
  proto::Shape shape(std::uint32_t number) const;

 private:
  struct Begin {
    std::uint32_t segment;
    std::uint32_t listed;
  };

  std::size_t end_of(std::uint32_t number) const;

  std::deque<Begin> begins_;          // by shape
  std::deque<SegmentKey> segments_;   // of all shapes
  std::deque<std::uint32_t> listed_;  // the registers of their lists
};

}  // namespace hogtie
