#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "proto/trace.pb.h"
#include "sim/trace/frame.h"
#include "sim/trace/schedule_packing.h"

namespace hogtie {

/// Records a run: for each chunk its steps, shapes and submissions in any interleaving, then
/// end_chunk(); at last finish(). Where the file lies, and what is left of it without finish(), is
/// that of FrameWriter, as are the InputErrors. Memory is that of one chunk.
class TraceWriter {
 public:
  /// Writes the header. The schedule is of header.experiment().workers() workers, 1 to kMostWorkers
  /// (otherwise std::invalid_argument).
  TraceWriter(const std::string& path, const proto::Header& header);

  /// The workers of the next steps, each below the number of workers; blocks may have any size.
  /// Throws std::length_error above kMostChunkSteps steps in a chunk.
  void append(std::span<const std::uint32_t> workers);

  /// Defines the next shape. Shapes are numbered from 0 through the whole trace.
  void shape(proto::Shape shape);

  /// A submission of `shape`, defined already, after `gap` submissions that are not listed.
  void submission(std::uint32_t gap, std::uint32_t shape);

  /// A submission of a shape that is not defined, of which this is short_digest().
  void long_submission(std::uint32_t gap, std::uint32_t digest);

  /// Whether the chunk comes so close to the limits of a frame that it should end: there is room
  /// for Execution::kBlock steps with two submissions each, of new shapes.
  bool is_nearly_full() const;

  /// Writes the chunk, whose state after its last step is `checkpoint`, and begins the next.
  void end_chunk(const proto::Checkpoint& checkpoint);

  /// Writes the footer and gives the file its name. The last call. Throws std::logic_error when the
  /// chunk begun has content, or footer.steps() is not the number of steps in the chunks.
  void finish(const proto::Footer& footer);

 private:
  void submission_of(std::uint32_t gap, std::uint32_t code);

  FrameWriter frames_;
  std::uint32_t bits_;
  // Always holds a chunk, so that its buffers are kept.
  proto::Frame frame_;
  std::uint64_t first_step_ = 0;
  std::uint32_t steps_ = 0;  // in the chunk
  int objects_ = 0;          // of its shapes, as parses_within() counts them
  std::uint64_t bytes_ = 0;  // of its shapes and submissions, at most
  // The last steps_ % kPackedGroup steps, not packed yet.
  std::array<std::uint32_t, kPackedGroup> rest_{};
};

}  // namespace hogtie
