#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/machine/tape_reader.h"
#include "sim/trace/shape_key.h"
#include "sim/trace/trace_writer.h"

namespace hogtie {

/// Records a run into a trace file. A checkpoint ends every chunk; chunks are long enough for its
/// digest to cost little. Memory is bounded: shapes beyond kMostShapes are recorded as digests.
class Recorder final : public TapeReader {
 public:
  /// `execution`, of workers with at most `operations_max` pending operations, gives the sizes.
  Recorder(const std::string& path, const proto::Header& header, const Execution& execution,
           std::size_t operations_max);

  TapeContent content() const override { return TapeContent::kShapes; }
  std::optional<Ending> read(const Tape& tape, const Execution& execution) override;
  std::uint64_t next_call(std::uint64_t step) const override;
  std::uint64_t next_submission() const override;

  /// Ends the trace. The footer's steps and final checkpoint are filled in.
  void finish(proto::Footer footer, const Execution& execution);

 private:
  void submitted(const Tape& tape, const TapeEntry& entry);

  TraceWriter writer_;
  std::uint64_t chunk_steps_;
  std::uint64_t recorded_ = 0;  // steps
  std::map<ShapeKey, std::uint32_t> shapes_;
  std::vector<ShapeKey> last_shape_;  // by worker
  std::vector<bool> has_submitted_;   // by worker
  ShapeKey key_;
  std::uint64_t unlisted_from_ = 0;  // first submission after the last one listed
  bool chunk_open_ = true;           // whether the chunk has content, or is the first
};

}  // namespace hogtie
