#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "proto/experiment.pb.h"
#include "sim/machine/tape_reader.h"

namespace hogtie {

/// Tells of the crashes that the settings of an adversary announce, each before the step from which
/// on the worker is not scheduled.
class CrashReader final : public CopiedReader<CrashReader, TapeReader> {
 public:
  CrashReader(const proto::Adversary& settings, std::function<void(std::uint32_t worker)> tell)
      : crashes_(settings.crashes().begin(), settings.crashes().end()), tell_(std::move(tell)) {
    std::ranges::stable_sort(crashes_, {}, &proto::Crash::step);
  }

  std::optional<Ending> read(const Tape&, const Execution& execution) override {
    for (; told_ < crashes_.size() && crashes_[told_].step() <= execution.step(); ++told_) {
      tell_(crashes_[told_].worker());
    }
    return std::nullopt;
  }
  std::uint64_t next_call(std::uint64_t step) const override {
    for (std::size_t k = told_; k < crashes_.size(); ++k) {
      if (crashes_[k].step() > step) return crashes_[k].step();
    }
    return std::numeric_limits<std::uint64_t>::max();
  }

 private:
  std::vector<proto::Crash> crashes_;  // by step
  std::size_t told_ = 0;
  std::function<void(std::uint32_t worker)> tell_;
};

}  // namespace hogtie
