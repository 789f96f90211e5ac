#include "adversaries/strategies/resonance.h"

#include <algorithm>
#include <memory>

#include "adversaries/knowledge/known_optimum.h"
#include "adversaries/strategies.h"

namespace hogtie {

Resonance::Resonance(std::span<const double> optimum, std::uint64_t tau, std::uint32_t workers)
    : optimum_(optimum),
      tau_(tau),
      pending_(workers, optimum.size()),
      released_(optimum.size()),
      turn_(workers - 1) {}

bool Resonance::held(const StrongView& view, std::uint32_t worker) const {
  return view.runnable().contains(worker) && pending_.holds(worker);
}

/// Who is still to sample; a worker whose gradient turned out to be zero does so again and again,
/// as there is nothing to be held.
std::optional<std::uint32_t> Resonance::sampler(const StrongView& view) {
  const std::uint32_t victims = view.workers() - 1;
  while (victim_ < victims && (!view.runnable().contains(victim_) || pending_.holds(victim_))) {
    ++victim_;
  }
  return victim_ < victims ? std::optional(victim_) : std::nullopt;
}

std::optional<std::uint32_t> Resonance::runner(const StrongView& view) {
  if (turn_.over(view)) {
    const std::uint32_t worker = turn_.worker();
    if (!view.runnable().contains(worker) || ++ended_ >= tau_ || amplifies(view)) {
      return std::nullopt;
    }
    turn_ = IterationWatch(worker);
    turn_.over(view);
  }
  return turn_.worker();
}

std::optional<std::uint32_t> Resonance::releaser(const StrongView& view) {
  const std::uint32_t victims = view.workers() - 1;
  // A publication that was overtaken is tried again.
  const auto releasing = [&] {
    return held(view, victim_) || (view.layout().versions && view.runnable().contains(victim_) &&
                                   view.iteration(victim_).has_value());
  };
  while (victim_ < victims && !releasing()) ++victim_;
  return victim_ < victims ? std::optional(victim_) : std::nullopt;
}

bool Resonance::amplifies(const StrongView& view) {
  std::ranges::copy(view.model(), released_.begin());
  for (std::uint32_t w = 0; w + 1 < view.workers(); ++w) {
    if (!held(view, w)) continue;
    for (const auto [j, increment] : view.update(w)) released_[j] += increment;
  }
  double distance = 0;
  for (std::size_t j = 0; j < released_.size(); ++j) {
    distance += (released_[j] - optimum_[j]) * (released_[j] - optimum_[j]);
  }
  return distance > turning_point_;
}

Choice Resonance::next(StrongView view) {
  pending_.follow(view);
  for (int phases = 0; phases <= 3; ++phases) {
    std::optional<std::uint32_t> worker;
    switch (phase_) {
      case Phase::kSample:
        if ((worker = sampler(view))) return {*worker};
        phase_ = Phase::kRun;
        turn_ = IterationWatch(view.workers() - 1);
        ended_ = 0;
        turning_point_ = squared_distance(view, optimum_);
        break;
      case Phase::kRun:
        if ((worker = runner(view))) return {*worker};
        phase_ = Phase::kRelease;
        victim_ = 0;
        break;
      case Phase::kRelease:
        if ((worker = releaser(view))) return {*worker};
        phase_ = Phase::kSample;
        victim_ = 0;
        break;
    }
  }
  return {view.runnable().first_from(0)};
}

constexpr StrategyEntry strategies::resonance{
    .listing = {.name = "resonance",
                .description = "a swarm, released once it throws x farther than the last one did",
                .power = Resonance::kPower,
                .parameters = {"tau"}},
    .workers_min = 2,
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      return std::make_unique<Resonance>(known_optimum(settings, context), settings.tau(),
                                         context.workers);
    }};

}  // namespace hogtie
