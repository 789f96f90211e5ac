#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "adversaries/interface/adversary.h"

namespace hogtie {

/// One adversary up to a step (or until it schedules nobody), then another to the end.
class Handover final : public Adversary {
 public:
  Handover(std::unique_ptr<Adversary> first, std::uint64_t step, std::unique_ptr<Adversary> second)
      : first_(std::move(first)), step_(step), second_(std::move(second)) {}

  std::unique_ptr<Adversary> clone() const final { return clone_by_copy(*this); }

  Choice choose(Situation situation) final {
    const std::uint64_t now = ObliviousView(situation).step();
    if (!handed_over_ && now < step_) {
      Choice choice = first_->choose(situation);
      if (!choice.halts()) {
        choice.steps =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(choice.steps, step_ - now));
        return choice;
      }
    }
    if (!handed_over_) handed_over_at_ = now;
    handed_over_ = true;
    return second_->choose(situation);
  }

  /// The step from which on the second adversary schedules; none while the first does.
  std::optional<std::uint64_t> handed_over_at() const {
    return handed_over_ ? std::optional(handed_over_at_) : std::nullopt;
  }

 private:
  ClonePtr<Adversary> first_;
  std::uint64_t step_;
  ClonePtr<Adversary> second_;
  bool handed_over_ = false;
  std::uint64_t handed_over_at_ = 0;
};

}  // namespace hogtie
