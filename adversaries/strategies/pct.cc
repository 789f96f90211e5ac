#include "adversaries/strategies/pct.h"

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>
#include <limits>
#include <memory>
#include <numeric>
#include <utility>

#include "adversaries/strategies.h"

namespace hogtie {

Pct::Pct(std::uint32_t depth, std::uint64_t horizon, std::uint32_t workers, std::uint64_t seed)
    : priorities_(workers), running_(workers) {
  BitStream bits(seed, kAdversaryDomain);
  std::iota(priorities_.begin(), priorities_.end(), depth);
  for (std::uint32_t k = workers; k > 1; --k) {
    std::swap(priorities_[k - 1], priorities_[bits.index(k)]);
  }
  boost::random::uniform_int_distribution<std::uint64_t> step(0, horizon - 1);
  for (std::uint32_t i = 1; i < depth; ++i) change_points_.push_back({step(bits), i});
  std::stable_sort(change_points_.begin(), change_points_.end(),
                   [](const ChangePoint& a, const ChangePoint& b) { return a.step < b.step; });
}

std::uint32_t Pct::highest(const RunnableSet& runnable) const {
  std::uint32_t chosen = runnable.at(0);
  for (std::uint32_t k = 1; k < runnable.size(); ++k) {
    if (priorities_[runnable.at(k)] > priorities_[chosen]) chosen = runnable.at(k);
  }
  return chosen;
}

Choice Pct::next(ObliviousView view) {
  const RunnableSet& runnable = view.runnable();
  if (running_ == priorities_.size() || !runnable.contains(running_)) running_ = highest(runnable);
  while (passed_ < change_points_.size() && change_points_[passed_].step <= view.step()) {
    priorities_[running_] = change_points_[passed_++].priority;
    running_ = highest(runnable);
  }
  constexpr std::uint64_t kLongest = std::numeric_limits<std::uint32_t>::max();
  const std::uint64_t until =
      passed_ < change_points_.size() ? change_points_[passed_].step - view.step() : kLongest;
  return {running_, static_cast<std::uint32_t>(std::min(until, kLongest))};
}

constexpr StrategyEntry strategies::pct{
    .listing = {.name = "pct",
                .description =
                    "random priorities that change at d-1 random steps (Burckhardt et al. 2010)",
                .power = Pct::kPower,
                .parameters = {"depth", "horizon"}},
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      const std::uint64_t horizon = settings.has_horizon() ? settings.horizon() : context.steps_max;
      return std::make_unique<Pct>(settings.depth(), horizon, context.workers, context.seed);
    }};

}  // namespace hogtie
