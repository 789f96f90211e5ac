#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// A mixture: in every phase of `phase` steps one of several adversaries schedules. They take
/// turns, or a bandit picks them by what they achieve: UCB1 (Auer, Cesa-Bianchi and Fischer 2002)
/// with the reward (1 + g / (1 + |g|)) / 2 for a phase in which ||x - x*|| grew to e^g times what
/// it was.
///
/// All members are asked before every step, as if they scheduled all the time, so that each knows
/// the past when its phase begins. One that schedules nobody any more is replaced by the next.
class Portfolio final : public Adversary {
 public:
  /// Requires members and phase >= 1. `optimum` is x*, which the bandit alone goes by; it
  /// must outlive this.
  Portfolio(std::vector<std::unique_ptr<Adversary>> members, proto::Switching switching,
            std::uint64_t phase, std::span<const double> optimum);

  std::unique_ptr<Adversary> clone() const final { return clone_by_copy(*this); }
  Choice choose(Situation situation) final;
  void overruled() final;

  /// The member that schedules at the moment, from 0.
  std::size_t active() const { return active_; }

 private:
  struct Member {
    ClonePtr<Adversary> adversary;
    std::uint64_t phases = 0;
    double rewards = 0;  // sum
  };

  void switch_member(const PastView& view);
  void reward(double squared_distance);
  std::size_t most_promising() const;

  std::vector<Member> members_;
  proto::Switching switching_;
  std::uint64_t phase_;
  std::span<const double> optimum_;
  std::size_t active_ = 0;
  std::size_t followed_ = 0;      // whose choice was the last one
  std::uint64_t phases_ = 0;      // begun
  std::uint64_t phase_end_ = 0;   // step that the phase in progress ends before
  double distance_at_start_ = 0;  // of the phase, squared
};

}  // namespace hogtie
