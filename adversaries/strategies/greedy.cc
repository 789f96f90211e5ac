#include "adversaries/strategies/greedy.h"

#include <memory>

#include "adversaries/knowledge/known_optimum.h"
#include "adversaries/strategies.h"

namespace hogtie {

Choice Greedy::next(StrongView view) {
  pending_.follow(view);
  const RunnableSet& runnable = view.runnable();
  const std::span<const double> x = view.model();
  const auto gain_of = [&](std::uint32_t j, double u) {
    return u * (2 * (x[j] - optimum_[j]) + u);
  };
  const auto gain = [&](std::uint32_t worker) {
    if (!pending_.publishes(worker)) {
      return gain_of(pending_.coordinate(worker), pending_.increment(worker));
    }
    double sum = 0;
    for (const auto [j, u] : view.update(worker)) sum += gain_of(j, u);
    return sum;
  };
  std::uint32_t chosen = runnable.at(0);
  double best = gain(chosen);
  for (std::uint32_t k = 1; k < runnable.size(); ++k) {
    const std::uint32_t worker = runnable.at(k);
    const double candidate = gain(worker);
    if (candidate > best || (candidate == best && worker < chosen)) {
      chosen = worker;
      best = candidate;
    }
  }
  return {chosen};
}

constexpr StrategyEntry strategies::greedy{
    .listing = {.name = "greedy",
                .description = "the step that increases ||x - x*||^2 most",
                .power = Greedy::kPower},
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      return std::make_unique<Greedy>(known_optimum(settings, context), context.workers);
    }};

}  // namespace hogtie
