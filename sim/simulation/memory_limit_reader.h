#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "core/monitors/delay_monitor.h"
#include "sim/machine/machine.h"

namespace hogtie {

/// Most bytes of records that a run keeps to measure delays with, beside those of two iterations of
/// each worker: enough for 1.8 million short iterations that overlap one.
inline constexpr std::uint64_t kMostKeptBytes = std::uint64_t{512} << 20;

/// Ends a run as MEMORY_LIMIT once a delay monitor keeps more than that: while a worker is held
/// inside an iteration, those of all others are kept. Bytes are counted in records, and looked at
/// after every multiple of Execution::kBlock steps at which they could be too many, so that the run
/// ends at the same step whatever else follows it.
class MemoryLimitReader final : public CopiedReader<MemoryLimitReader, TapeReader> {
 public:
  /// A worker has at most `operations_max` operations pending. The monitor reads the playback of
  /// this machine. Both must outlive this.
  MemoryLimitReader(const DelayMonitor& delays, Machine& machine, std::size_t operations_max,
                    std::uint64_t most_kept = kMostKeptBytes)
      : delays_(&delays),
        machine_(&machine),
        most_kept_(most_kept),
        limit_(most_kept + std::uint64_t{2} * machine.execution().workers *
                               DelayMonitor::bytes_of(operations_max)) {}

  std::optional<Ending> read(const Tape&, const Execution& execution) override {
    const std::uint64_t step = execution.step();
    if (step % Execution::kBlock != 0) return std::nullopt;
    if (kept_ + (step - looked_at_) * bytes_a_step_ <= limit_) return std::nullopt;
    machine_->caught_up_playback().catch_up();
    kept_ = delays_->kept_bytes();
    looked_at_ = step;
    if (kept_ <= limit_) return std::nullopt;
    std::string detail;
    if (const auto held = delays_->longest_in_progress()) {
      detail = "worker " + std::to_string(held->worker) + " is held in iteration " +
               std::to_string(held->iteration) + " since step " + std::to_string(held->step) +
               ", while others began " + std::to_string(held->begun_since) + "; ";
    }
    detail += "to measure their delays takes more than " + std::to_string(most_kept_ >> 20) +
              " MiB; bound the contention with adversary.tau_max, or end the run earlier with "
              "limits.steps";
    return Ending{proto::MEMORY_LIMIT, std::move(detail)};
  }
  std::uint64_t next_call(std::uint64_t step) const override {
    return (step / Execution::kBlock + 1) * Execution::kBlock;
  }

 private:
  const DelayMonitor* delays_;
  Machine* machine_;
  std::uint64_t most_kept_;
  std::uint64_t limit_;
  /// At most: a step begins one iteration, or is an access of one.
  std::uint64_t bytes_a_step_ = DelayMonitor::bytes_of(1);
  std::uint64_t kept_ = 0;       // when it was looked at last,
  std::uint64_t looked_at_ = 0;  // before this step
};

}  // namespace hogtie
