#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "core/execution/delay_monitor.h"
#include "core/execution/playback.h"
#include "sim/machine/tape_reader.h"

namespace hogtie {

/// Most bytes of records that a run keeps to measure delays with, beside those of two iterations of
/// each worker: enough for 1.8 million short iterations that overlap one.
inline constexpr std::uint64_t kMostKeptBytes = std::uint64_t{512} << 20;

/// Ends a run as MEMORY_LIMIT once a delay monitor keeps more than that: while a worker is held
/// inside an iteration, those of all others are kept. Bytes are counted in records, and looked at
/// after every multiple of Execution::kBlock steps, so that the run ends at the same step whatever
/// else follows it.
class MemoryLimitReader final : public TapeReader {
 public:
  /// Of workers with at most `operations_max` operations pending. The playback is that which the
  /// monitor reads. Both must outlive this.
  MemoryLimitReader(const DelayMonitor& delays, Playback& playback, std::uint32_t workers,
                    std::size_t operations_max, std::uint64_t most_kept = kMostKeptBytes)
      : delays_(delays),
        playback_(playback),
        most_kept_(most_kept),
        limit_(most_kept + std::uint64_t{2} * workers * DelayMonitor::bytes_of(operations_max)) {}

  std::optional<Ending> read(const Tape&, const Execution& execution) override {
    if (execution.step() % Execution::kBlock != 0) return std::nullopt;
    if (delays_.kept_bytes() + playback_.untold_max() * sizeof(Access) <= limit_) {
      return std::nullopt;
    }
    playback_.catch_up();
    if (delays_.kept_bytes() <= limit_) return std::nullopt;
    std::string detail;
    if (const auto held = delays_.longest_in_progress()) {
      detail = "worker " + std::to_string(held->worker) + " is held in iteration " +
               std::to_string(held->iteration) + " since step " + std::to_string(held->step) +
               ", while others began " + std::to_string(held->begun_since) + "; ";
    }
    detail += "to measure their delays takes more than " + std::to_string(most_kept_ >> 20) +
              " MiB; bound the contention with adversary.tau_max, or end the run earlier with "
              "limits.steps";
    return Ending{proto::MEMORY_LIMIT, std::move(detail)};
  }
  std::uint64_t next_stop(std::uint64_t step) const override {
    return (step / Execution::kBlock + 1) * Execution::kBlock;
  }

 private:
  const DelayMonitor& delays_;
  Playback& playback_;
  std::uint64_t most_kept_;
  std::uint64_t limit_;
};

}  // namespace hogtie
