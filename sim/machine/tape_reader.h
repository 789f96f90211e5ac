#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "core/execution/execution.h"
#include "core/execution/reader_state.h"
#include "core/execution/tape.h"
#include "sim/machine/ending.h"

namespace hogtie {

/// How much of a tape a reader needs.
enum class TapeContent : std::uint8_t {
  kSchedule,  ///< Only the steps.
  kShapes,    ///< Submissions, too, if their kinds or registers are not their worker's last.
  kAll,
};

/// Reads the tape of a machine's run, block by block, on the stack that the run was started on.
class TapeReader : public RestorableReader {
 public:
  /// "Never", of a step or a submission.
  static constexpr std::uint64_t kNone = std::numeric_limits<std::uint64_t>::max();

  virtual TapeContent content() const { return TapeContent::kSchedule; }

  /// Before the run.
  virtual void begin(const Execution&) {}

  /// The block just executed, of at most Execution::kBlock steps. OnMismatch it reads schedules
  /// only, it may get one without steps. `execution` is the state after the block. Returns how the
  /// run is to end here, if it is.
  virtual std::optional<Ending> read(const Tape& tape, const Execution& execution) = 0;

  /// The step, after `step`, before which a block has to end. Asked for between blocks.
  virtual std::uint64_t next_call(std::uint64_t /*step*/) const { return kNone; }

  /// Whether a block has to end after each submission that is listed, before its first step.
  virtual bool stops_at_submissions() const { return false; }

  /// The submission that is to be listed even if it repeats its worker's last. Asked for between
  /// blocks. A worker submits when it suspends with operations pending, when zeros of a sampled
  /// update are dropped, and when it ends.
  virtual std::uint64_t next_submission() const { return kNone; }
};

}  // namespace hogtie
