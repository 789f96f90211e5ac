#pragma once

#include <xxhash.h>

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "core/execution/tape.h"
#include "proto/trace.pb.h"

namespace hogtie {

/// A segment of pending operations as traces know it: kind and registers, a list by its digest.
struct SegmentKey {
  OperationKind kind;
  std::uint32_t first;
  std::uint32_t count;
  std::uint64_t list;  ///< XXH3-64 of the list of registers; 0 where they are contiguous.

  // NOLINTNEXTLINE(modernize-use-nullptr): of the comparison that the compiler writes
  friend auto operator<=>(const SegmentKey&, const SegmentKey&) = default;
};

/// The shape of a worker's pending operations. Empty segments do not count.
using ShapeKey = std::vector<SegmentKey>;

/// The key of a submission that is listed, into `key`, whose memory is used again.
void shape_key(const Tape& tape, const TapeEntry& entry, ShapeKey& key);

/// Most registers that the lists of a shape have where a trace defines it.
inline constexpr std::uint64_t kMostListed = 16;

/// Whether a trace keeps only a digest of such a shape: the lists of sparse data differ from one
/// iteration to the next.
bool is_long(const ShapeKey& key);

/// 13 bits, so that with a bit beside them they take two bytes.
std::uint32_t short_digest(const ShapeKey& key);

/// The shape in full, for a trace.
proto::Shape describe_shape(const Tape& tape, const TapeEntry& entry);

/// Kind and register of every operation of a shape, in order. Requires a shape whose segments hold
/// no more than `limit` operations in all; the rest is left out.
struct ShapeOperation {
  std::uint32_t kind;
  std::uint32_t target;

  friend bool operator==(const ShapeOperation&, const ShapeOperation&) = default;
};
std::vector<ShapeOperation> expand_shape(const proto::Shape& shape, std::size_t limit);

/// The key of a shape from a trace.
ShapeKey shape_key(const proto::Shape& shape);

}  // namespace hogtie
