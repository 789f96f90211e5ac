#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "sim/machine/tape_reader.h"
#include "sim/simulation/watch.h"

namespace hogtie {

/// Reports progress, and ends the run when it is interrupted.
class WatchReader final : public CopiedReader<WatchReader, TapeReader> {
 public:
  explicit WatchReader(const Watch& watch) : watch_(&watch) {}

  std::optional<Ending> read(const Tape&, const Execution& execution) override {
    if (watch_->interrupted != nullptr && watch_->interrupted->load(std::memory_order_relaxed)) {
      return Ending{proto::STOPPED, "interrupted"};
    }
    if (watch_->progress && (++blocks_ % kBlocksAReport == 0)) watch_->progress(execution.step());
    return std::nullopt;
  }

 private:
  static constexpr std::uint64_t kBlocksAReport = 64;

  const Watch* watch_;
  std::uint64_t blocks_ = 0;
};

}  // namespace hogtie
