#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "sim/machine/tape_reader.h"

namespace hogtie {

/// How often another worker follows in the schedule that is executed.
class SwitchCounter final : public TapeReader {
 public:
  std::optional<Ending> read(const Tape& tape, const Execution&) override {
    const std::span<const std::uint32_t> schedule = tape.schedule();
    if (schedule.empty()) return std::nullopt;
    if (last_ && *last_ != schedule.front()) ++switches_;
    for (std::size_t k = 1; k < schedule.size(); ++k) {
      switches_ += schedule[k] != schedule[k - 1] ? 1U : 0U;
    }
    last_ = schedule.back();
    return std::nullopt;
  }

  std::uint64_t switches() const { return switches_; }

 private:
  std::optional<std::uint32_t> last_;
  std::uint64_t switches_ = 0;
};

}  // namespace hogtie
