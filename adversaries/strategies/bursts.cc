#include "adversaries/strategies/bursts.h"

#include <algorithm>
#include <limits>
#include <memory>

#include "adversaries/strategies.h"

namespace hogtie {

Bursts::Bursts(double mean, std::uint64_t seed)
    : bits_(seed, kAdversaryDomain), go_on_(static_cast<std::uint64_t>((1 - 1 / mean) * 0x1p32)) {}

Choice Bursts::next(ObliviousView view) {
  const RunnableSet& runnable = view.runnable();
  if (view.step() >= end_ || !runnable.contains(worker_)) {
    worker_ = runnable.at(bits_.index(runnable.size()));
    end_ = view.step() + 1;
    while (bits_() < go_on_) ++end_;
  }
  constexpr std::uint64_t kLongest = std::numeric_limits<std::uint32_t>::max();
  return {worker_, static_cast<std::uint32_t>(std::min(end_ - view.step(), kLongest))};
}

constexpr StrategyEntry strategies::bursts{
    .listing = {.name = "bursts",
                .description =
                    "a worker picked at random takes a geometric number of steps, then another",
                .power = Bursts::kPower,
                .parameters = {"burst"}},
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      return std::make_unique<Bursts>(settings.burst(), context.seed);
    }};

}  // namespace hogtie
