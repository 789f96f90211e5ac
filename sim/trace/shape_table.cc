#include "sim/trace/shape_table.h"

#include <limits>

#include "core/memory/script.h"

namespace hogtie {

bool is_definable(const proto::Shape& shape) {
  if (shape.segments_size() > static_cast<int>(Script::kSegmentsMax)) return false;
  std::uint64_t listed = 0;
  for (const proto::Segment& segment : shape.segments()) {
    constexpr std::uint64_t kRegisters = std::uint64_t{1} << 32;
    const bool is_list = segment.list_size() > 0;
    listed += static_cast<std::uint64_t>(segment.list_size());
    if (segment.kind() > static_cast<std::uint32_t>(OperationKind::kRacyAdd) ||
        is_list == (segment.count() > 0) || (is_list && segment.has_first()) ||
        std::uint64_t{segment.first()} + segment.count() > kRegisters) {
      return false;
    }
  }
  return listed <= kMostListed;
}

void ShapeTable::add(const proto::Shape& shape) {
  begins_.push_back(
      {static_cast<std::uint32_t>(segments_.size()), static_cast<std::uint32_t>(listed_.size())});
  for (const SegmentKey& segment : shape_key(shape)) segments_.push_back(segment);
  for (const proto::Segment& segment : shape.segments()) {
    std::uint32_t last = 0;
    for (const std::int32_t difference : segment.list()) {
      last += static_cast<std::uint32_t>(difference);
      listed_.push_back(last);
    }
  }
}

std::size_t ShapeTable::end_of(std::uint32_t number) const {
  return number + 1 < begins_.size() ? begins_[number + 1].segment : segments_.size();
}

bool ShapeTable::has_key(std::uint32_t number, const ShapeKey& key) const {
  const std::size_t begin = begins_[number].segment;
  if (end_of(number) - begin != key.size()) return false;
  for (std::size_t k = 0; k < key.size(); ++k) {
    if (segments_[begin + k] != key[k]) return false;
  }
  return true;
}

proto::Shape ShapeTable::shape(std::uint32_t number) const {
  proto::Shape shape;
  std::size_t listed = begins_[number].listed;
  for (std::size_t k = begins_[number].segment; k < end_of(number); ++k) {
    const SegmentKey& key = segments_[k];
    proto::Segment& segment = *shape.add_segments();
    segment.set_kind(static_cast<std::uint32_t>(key.kind));
    if (key.list == 0) {
      segment.set_first(key.first);
      segment.set_count(key.count);
      continue;
    }
    std::uint32_t last = 0;
    for (std::uint32_t j = 0; j < key.count; ++j) {
      segment.add_list(static_cast<std::int32_t>(listed_[listed] - last));
      last = listed_[listed++];
    }
  }
  return shape;
}

}  // namespace hogtie
