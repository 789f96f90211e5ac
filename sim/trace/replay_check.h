#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adversaries/interface/schedule_source.h"
#include "sim/machine/tape_reader.h"
#include "sim/trace/shape_key.h"
#include "sim/trace/shape_table.h"
#include "sim/trace/trace_file.h"
#include "sim/trace/trace_reader.h"

namespace hogtie {

/// Holds a run that follows a trace's schedule against the trace: kind and register of every
/// operation, the digests at every checkpoint and at the end, and how the run ended. A run that
/// differs is ended as DIVERGED, with the first step that differs; where only values differ, with
/// the checkpoints between which they began to.
///
/// What ended the recorded run from outside its workers does not happen again: an interrupt, or an
/// adversary that failed or scheduled nobody any more. That is taken as recorded.
class ReplayCheck final : public TapeReader {
 public:
  /// Checks the first `steps` steps of the trace. Throws InputError where it cannot be read.
  ReplayCheck(const TraceFile& trace, std::uint64_t steps);

  TapeContent content() const override { return TapeContent::kShapes; }
  std::optional<Ending> read(const Tape& tape, const Execution& execution) override;
  std::uint64_t next_call(std::uint64_t step) const override;
  bool stops_at_submissions() const override { return true; }
  std::uint64_t next_submission() const override;

  /// The trace's schedule, for the run that is checked; read once for both. Valid while this lives.
  std::unique_ptr<ScheduleSource> schedule();

  /// How the replay ended, given how the run did: as recorded, or diverged. `execution` is the
  /// state after the run, and `not_finite` what with_numbers is to say of its numbers. A trace that
  /// does not say so of the same numbers was recorded before they were looked at. To be called
  /// once.
  Ending conclude(const Ending& ending, const Execution& execution,
                  const std::optional<std::string>& not_finite = std::nullopt);

  // After that:

  /// Whether the run came to the end of the trace and that says how it ended. Then it did so, and
  /// the footer's metrics are those to be expected.
  bool came_to_the_end() const { return came_to_the_end_; }

  /// Whether the run came to the end of the trace and the trace does not say how it ended.
  bool cut_short() const { return cut_short_; }

  /// Steps at which digests agreed; 0 where there was no checkpoint yet.
  std::uint64_t agreed() const { return agreed_; }

  const proto::Header& header() const { return reader_.header(); }

  /// What the trace says of its end; none where it was cut short. Known after `conclude`.
  const std::optional<proto::Footer>& footer() const { return reader_.footer(); }

 private:
  class Schedule;

  struct Divergence {
    std::uint64_t step;
    std::string what;
  };

  void load_chunk();
  std::optional<Ending> end_chunk(const Execution& execution);
  Ending end_as_recorded(const Ending& ending, const Execution& execution,
                         const std::optional<std::string>& not_finite);
  bool may_end_so(const proto::Footer& recorded, const Execution& execution) const;
  bool is_expected(const ShapeKey& key, std::uint32_t code) const;
  void submitted(const Tape& tape, const TapeEntry& entry, const Execution& execution);
  void find_difference(const Tape& tape, const TapeEntry& entry, const Execution& execution);
  void diverge(const std::optional<std::uint64_t>& step, std::string what);
  std::optional<std::uint64_t> step_of(std::uint32_t worker, std::uint32_t operation,
                                       std::uint64_t from);
  std::optional<std::string> compare(const proto::Checkpoint& expected,
                                     const Execution& execution) const;
  Ending divergence() const;

  static constexpr std::uint32_t kNoShape = std::numeric_limits<std::uint32_t>::max();

  TraceFile trace_;
  TraceReader reader_;
  DecodedChunk chunk_;
  bool exhausted_ = false;
  bool handed_out_ = false;  // the schedule of the chunk
  std::uint64_t chunk_end_ = 0;
  std::uint64_t steps_;
  ShapeTable shapes_;
  std::vector<std::uint32_t> last_shape_;  // by worker, as the trace gives it
  ShapeKey key_;
  int listed_ = 0;                   // submissions of the chunk gone through
  std::uint64_t unlisted_from_ = 0;  // first submission after the last one listed
  std::uint64_t agreed_ = 0;
  std::optional<Divergence> divergence_;
  std::optional<std::string> difference_;  // at a checkpoint
  std::optional<std::string> unexecuted_;  // of an operation that no step of the trace executes
  std::uint32_t chunks_ahead_ = 0;         // read by step_of
  bool came_to_the_end_ = false;
  bool cut_short_ = false;
};

}  // namespace hogtie
