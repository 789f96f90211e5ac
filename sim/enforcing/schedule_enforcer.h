#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <span>
#include <string>
#include <vector>

#include "core/memory/operation.h"
#include "core/memory/register.h"
#include "sim/trace/trace_reader.h"

namespace hogtie {

/// Lets threads operate in the order of a trace's schedule: one operation at a time, each by the
/// thread whose turn it is. At every checkpoint the registers are held against the trace's digest.
class ScheduleEnforcer {
 public:
  /// Registers hold x_0 and zeros. Throws InputError where the trace cannot be read.
  ScheduleEnforcer(const TraceFile& trace, const RegisterLayout& layout,
                   std::span<const double> initial);

  /// Waits for the worker's turn, executes the operation, and passes the turn on. Throws
  /// StoppedByOthers once the schedule is over, or has gone wrong.
  OperationResult operate(std::uint32_t worker, const Operation& operation);

  /// The worker's program has ended: it has no further turn.
  void end(std::uint32_t worker);

  /// Lets all workers go; what they still ask for is refused.
  void stop();

  // When all workers have stopped:

  /// What went wrong: that a turn was for a worker that had ended, or the registers differed.
  const std::optional<std::string>& divergence() const { return divergence_; }
  std::uint64_t steps() const { return steps_.load(std::memory_order_relaxed); }
  std::uint64_t agreed() const { return agreed_; }  ///< Steps up to the last checkpoint passed.
  std::span<const double> cells() const { return cells_; }
  /// Workers whose programs have not ended.
  std::size_t unfinished() const;
  const proto::Header& header() const { return reader_.header(); }
  /// The trace's end, once the schedule has come to it; none if the trace was cut short.
  const std::optional<proto::Footer>& footer() const { return reader_.footer(); }
  bool cut_short() const { return reader_.has_ended() && !reader_.footer(); }

 private:
  struct Worker {
    std::counting_semaphore<> turn{0};
    bool holds = false;  // the turn; the worker's own
    bool ended = false;  // under the mutex
  };

  void pass(std::uint32_t from);
  bool next_step();
  void check_registers();
  void check_end();
  void give_up(std::string why);

  TraceReader reader_;
  RegisterLayout layout_;
  std::vector<double> cells_;
  std::vector<std::unique_ptr<Worker>> workers_;

  // Belongs to whose turn it is.
  DecodedChunk chunk_;
  std::size_t at_ = 0;  // the step of the chunk whose turn it is
  std::uint64_t agreed_ = 0;
  std::optional<std::string> divergence_;
  std::atomic<std::uint64_t> steps_{0};

  std::mutex mutex_;
  std::atomic<bool> over_{false};
};

}  // namespace hogtie
