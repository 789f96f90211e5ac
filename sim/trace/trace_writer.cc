#include "sim/trace/trace_writer.h"

#include <google/protobuf/io/coded_stream.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <utility>

namespace hogtie {
namespace {

/// Objects of a shape in a frame, as parses_within() counts them.
int objects_of(const proto::Shape& shape) {
  int objects = 1;
  for (const proto::Segment& segment : shape.segments()) {
    objects += 1 + (segment.has_kind() ? 1 : 0) + (segment.has_first() ? 1 : 0) +
               (segment.has_count() ? 1 : 0);
  }
  return objects;
}

std::uint64_t bytes_of(std::uint32_t gap, std::uint32_t shape) {
  using google::protobuf::io::CodedOutputStream;
  return CodedOutputStream::VarintSize32(gap) + CodedOutputStream::VarintSize32(shape);
}

}  // namespace

TraceWriter::TraceWriter(const std::string& path, const proto::Header& header)
    : frames_(path), bits_(worker_bits(header.experiment().workers())) {
  proto::Frame frame;
  *frame.mutable_header() = header;
  frames_.append(frame);
  frame_.mutable_chunk();
}

void TraceWriter::append(std::span<const std::uint32_t> workers) {
  if (workers.size() > kMostChunkSteps - steps_) throw std::length_error("the chunk has no end");
  std::string& packed = *frame_.mutable_chunk()->mutable_schedule();
  const std::size_t resting = steps_ % kPackedGroup;
  steps_ += static_cast<std::uint32_t>(workers.size());
  if (resting > 0) {
    const std::size_t taken = std::min(kPackedGroup - resting, workers.size());
    std::ranges::copy(workers.first(taken), rest_.begin() + resting);
    workers = workers.subspan(taken);
    if (resting + taken < kPackedGroup) return;
    pack(rest_, bits_, packed);
  }
  const std::size_t whole = workers.size() - workers.size() % kPackedGroup;
  pack(workers.first(whole), bits_, packed);
  std::ranges::copy(workers.subspan(whole), rest_.begin());
}

void TraceWriter::shape(proto::Shape shape) {
  constexpr std::uint64_t kLongestLength = 5;
  objects_ += objects_of(shape);
  bytes_ += 1 + kLongestLength + shape.ByteSizeLong();
  *frame_.mutable_chunk()->add_shapes() = std::move(shape);
}

void TraceWriter::submission(std::uint32_t gap, std::uint32_t shape) {
  submission_of(gap, 2 * shape);
}

void TraceWriter::long_submission(std::uint32_t gap, std::uint32_t digest) {
  submission_of(gap, 2 * digest + 1);
}

void TraceWriter::submission_of(std::uint32_t gap, std::uint32_t code) {
  bytes_ += bytes_of(gap, code);
  frame_.mutable_chunk()->add_submission_gaps(gap);
  frame_.mutable_chunk()->add_submission_shapes(code);
}

bool TraceWriter::is_nearly_full() const {
  // A block's shapes take up to 2 * 1024 * 33 objects, of up to 256 bytes a shape.
  constexpr int kObjectsLeft = 1 << 17;
  constexpr std::uint64_t kBytesLeft = std::uint64_t{1} << 20;
  return objects_ > kMostFrameObjects - kObjectsLeft ||
         bytes_ + frame_.chunk().schedule().size() > kLargestFrame - kBytesLeft;
}

void TraceWriter::end_chunk(const proto::Checkpoint& checkpoint) {
  proto::Chunk& chunk = *frame_.mutable_chunk();
  pack(std::span(rest_).first(steps_ % kPackedGroup), bits_, *chunk.mutable_schedule());
  chunk.set_first_step(first_step_);
  chunk.set_steps(steps_);
  *chunk.mutable_checkpoint() = checkpoint;
  frames_.append(frame_);
  first_step_ += steps_;
  steps_ = 0;
  objects_ = 0;
  bytes_ = 0;
  chunk.Clear();
}

void TraceWriter::finish(const proto::Footer& footer) {
  const proto::Chunk& chunk = frame_.chunk();
  if (steps_ > 0 || chunk.shapes_size() > 0 || chunk.submission_gaps_size() > 0) {
    throw std::logic_error("the last chunk of the trace has no end");
  }
  if (footer.steps() != first_step_) {
    throw std::logic_error("the footer counts other steps than the chunks");
  }
  proto::Frame frame;
  *frame.mutable_footer() = footer;
  frames_.append(frame);
  frames_.commit();
}

}  // namespace hogtie
