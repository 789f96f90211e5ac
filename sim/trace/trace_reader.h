#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "proto/trace.pb.h"
#include "sim/trace/frame.h"

namespace hogtie {

/// A chunk of a trace. Fields beside `schedule` are those of `Chunk` in proto/trace.proto.
struct DecodedChunk {
  std::uint64_t first_step = 0;
  /// Worker of each step.
  std::vector<std::uint32_t> schedule;
  google::protobuf::RepeatedPtrField<proto::Shape> shapes;
  /// As many gaps as shapes of submissions.
  google::protobuf::RepeatedField<std::uint32_t> submission_gaps;
  google::protobuf::RepeatedField<std::uint32_t> submission_shapes;
  proto::Checkpoint checkpoint;
};

/// Reads a trace chunk by chunk, in memory that does not depend on its length. What is inconsistent
/// in it is an InputError that names the trace and the frame; the reader must not be used further
/// then. Readers of one TraceFile see one header.
class TraceReader {
 public:
  /// Reads the header. Throws InputError also when the file cannot be read or has no whole header.
  explicit TraceReader(const TraceFile& file);

  /// Names 1 to kMostWorkers workers.
  const proto::Header& header() const { return header_; }

  /// Reads the next chunk into `chunk`, whose memory is used again. It is checked that chunks
  /// follow each other without a gap, with at most kMostChunkSteps steps each, and one without
  /// steps is the last; that workers are below the number of workers, and take no step after they
  /// have crashed by the settings of the adversary; that shapes are definable, at
  /// most kMostShapes in all, and each is submitted in the chunk that defines it, in the order of
  /// their numbers, before any other submission of it. False, with `chunk` unspecified, when there
  /// is none.
  bool next_chunk(DecodedChunk& chunk);

  /// Whether next_chunk() has returned false.
  bool has_ended() const { return ended_; }

  /// None before next_chunk() has returned false, nor when the run or its file was cut short.
  const std::optional<proto::Footer>& footer() const { return footer_; }

  /// Whether the file has ended inside a frame; known once next_chunk() has returned false.
  bool cut() const { return frames_.cut(); }

 private:
  void decode(proto::Chunk& from, DecodedChunk& to);
  void check_crashes(const DecodedChunk& chunk) const;
  void check_shapes(const proto::Chunk& chunk);
  void end(proto::Footer footer);
  [[noreturn]] void fail(const std::string& what) const;
  void check(bool good, const char* what) const;

  FrameReader frames_;
  proto::Header header_;
  std::uint32_t workers_ = 0;
  std::vector<std::uint64_t> crashed_at_;  // step, by worker; empty if nobody crashes
  std::uint64_t steps_ = 0;                // in the chunks read
  std::uint64_t shapes_ = 0;               // defined in the chunks read
  bool empty_ = false;                     // a chunk read had no steps
  bool ended_ = false;
  std::optional<proto::Footer> footer_;
};

}  // namespace hogtie
