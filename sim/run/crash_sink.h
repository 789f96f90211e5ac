#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/execution/delay_monitor.h"
#include "proto/experiment.pb.h"
#include "sim/machine/block_sink.h"

namespace hogtie {

/// Tells a monitor of the crashes that the settings of an adversary announce, each before the step
/// from which on the worker is not scheduled.
class CrashSink final : public BlockSink {
 public:
  CrashSink(const proto::Adversary& settings, DelayMonitor& delays)
      : crashes_(settings.crashes().begin(), settings.crashes().end()), delays_(delays) {
    std::ranges::stable_sort(crashes_, {}, &proto::Crash::step);
  }

  std::optional<Ending> block(std::span<const std::uint32_t>, const Execution& execution) override {
    for (; told_ < crashes_.size() && crashes_[told_].step() <= execution.step(); ++told_) {
      delays_.worker_crashed(crashes_[told_].worker());
    }
    return std::nullopt;
  }
  std::uint64_t next_stop(std::uint64_t step) const override {
    for (std::size_t k = told_; k < crashes_.size(); ++k) {
      if (crashes_[k].step() > step) return crashes_[k].step();
    }
    return std::numeric_limits<std::uint64_t>::max();
  }

 private:
  std::vector<proto::Crash> crashes_;  // by step
  std::size_t told_ = 0;
  DelayMonitor& delays_;
};

}  // namespace hogtie
