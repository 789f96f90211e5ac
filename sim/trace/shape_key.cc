#include "sim/trace/shape_key.h"

#include <algorithm>
#include <array>
#include <span>

namespace hogtie {
namespace {

std::uint64_t list_digest(const std::uint32_t* registers, std::size_t count) {
  return XXH3_64bits(registers, count * sizeof *registers);
}

std::vector<std::uint32_t> decode_list(const proto::Segment& segment) {
  std::vector<std::uint32_t> registers;
  registers.reserve(static_cast<std::size_t>(segment.list_size()));
  std::uint32_t last = 0;
  for (const std::int32_t difference : segment.list()) {
    last += static_cast<std::uint32_t>(difference);
    registers.push_back(last);
  }
  return registers;
}

}  // namespace

void shape_key(const Tape& tape, const TapeEntry& entry, ShapeKey& key) {
  key.clear();
  // Iterations read a list of registers, then update the same.
  std::span<const std::uint32_t> last;
  std::uint64_t list = 0;
  tape.for_each_segment(entry, [&](const ListedSegment& listed) {
    const Segment& segment = listed.segment;
    if (segment.count == 0) return;
    if (!segment.contiguous && listed.registers.data() != last.data()) {
      last = listed.registers;
      list = list_digest(last.data(), last.size());
    }
    key.push_back({segment.kind, segment.first, segment.count, segment.contiguous ? 0 : list});
  });
}

bool is_long(const ShapeKey& key) {
  std::uint64_t listed = 0;
  for (const SegmentKey& segment : key) listed += segment.list != 0 ? segment.count : 0;
  return listed > kMostListed;
}

std::uint32_t short_digest(const ShapeKey& key) {
  constexpr std::uint64_t kValues = 1 << 13;
  std::uint64_t digest = 0;
  for (const SegmentKey& segment : key) {
    const std::array<std::uint64_t, 4> words{static_cast<std::uint64_t>(segment.kind),
                                             segment.first, segment.count, segment.list};
    digest = XXH3_64bits_withSeed(words.data(), sizeof words, digest);
  }
  return static_cast<std::uint32_t>(digest % kValues);
}

proto::Shape describe_shape(const Tape& tape, const TapeEntry& entry) {
  proto::Shape shape;
  tape.for_each_segment(entry, [&](const ListedSegment& listed) {
    const Segment& segment = listed.segment;
    if (segment.count == 0) return;
    proto::Segment& described = *shape.add_segments();
    described.set_kind(static_cast<std::uint32_t>(segment.kind));
    if (segment.contiguous) {
      described.set_first(segment.first);
      described.set_count(segment.count);
      return;
    }
    std::uint32_t last = 0;
    for (const std::uint32_t target : listed.registers) {
      described.add_list(static_cast<std::int32_t>(target - last));
      last = target;
    }
  });
  return shape;
}

std::vector<ShapeOperation> expand_shape(const proto::Shape& shape, std::size_t limit) {
  std::vector<ShapeOperation> operations;
  for (const proto::Segment& segment : shape.segments()) {
    if (segment.list_size() > 0) {
      // Each register of a racy add comes twice.
      const bool racy = segment.kind() == static_cast<std::uint32_t>(OperationKind::kRacyAdd);
      bool reads = false;
      for (const std::uint32_t target : decode_list(segment)) {
        if (operations.size() == limit) return operations;
        reads = !reads;
        const auto half =
            static_cast<std::uint32_t>(reads ? OperationKind::kRead : OperationKind::kWrite);
        operations.push_back({racy ? half : segment.kind(), target});
      }
    }
    for (std::uint32_t k = 0; k < segment.count(); ++k) {
      if (operations.size() == limit) return operations;
      operations.push_back({segment.kind(), segment.first() + k});
    }
  }
  return operations;
}

ShapeKey shape_key(const proto::Shape& shape) {
  ShapeKey key;
  for (const proto::Segment& segment : shape.segments()) {
    const auto kind = static_cast<OperationKind>(segment.kind());
    if (segment.list_size() == 0) {
      key.push_back({kind, segment.first(), segment.count(), 0});
      continue;
    }
    const std::vector<std::uint32_t> registers = decode_list(segment);
    key.push_back({kind, registers.front(), static_cast<std::uint32_t>(registers.size()),
                   list_digest(registers.data(), registers.size())});
  }
  return key;
}

}  // namespace hogtie
