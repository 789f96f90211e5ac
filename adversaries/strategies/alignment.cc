#include "adversaries/strategies/alignment.h"

#include <limits>
#include <memory>

#include "adversaries/knowledge/known_optimum.h"
#include "adversaries/strategies.h"

namespace hogtie {

bool Alignment::may_apply(const StrongView& view, std::uint32_t worker) const {
  return worker < view.workers() && view.runnable().contains(worker) && pending_.holds(worker);
}

/// Whether what the worker is about to publish comes too late.
bool Alignment::overtaken(const StrongView& view, std::uint32_t worker) const {
  return pending_.publishes(worker) && view.update(worker).size() == 0;
}

std::uint32_t Alignment::least_aligned(const StrongView& view) const {
  const RunnableSet& runnable = view.runnable();
  std::uint32_t chosen = runnable.at(0);
  double largest = -std::numeric_limits<double>::infinity();
  for (std::uint32_t k = 0; k < runnable.size(); ++k) {
    const std::uint32_t worker = runnable.at(k);
    if (overtaken(view, worker)) continue;
    const double candidate = inner_product(view, worker, optimum_);
    if (candidate > largest || (candidate == largest && worker < chosen)) {
      chosen = worker;
      largest = candidate;
    }
  }
  return chosen;
}

Choice Alignment::next(StrongView view) {
  pending_.follow(view);
  if (may_apply(view, applying_)) return {applying_};
  while (!swarm_.empty()) {
    applying_ = swarm_.back();
    swarm_.pop_back();
    if (may_apply(view, applying_)) return {applying_};
  }
  applying_ = view.workers();
  if (const auto worker = pending_.first_without(view.runnable())) return {*worker};
  if (applied_ == tau_) {
    applied_ = 0;
    for (std::uint32_t w = view.workers(); w-- > 0;) {
      if (may_apply(view, w)) swarm_.push_back(w);
    }
    applying_ = swarm_.back();
    swarm_.pop_back();
  } else {
    ++applied_;
    applying_ = least_aligned(view);
  }
  return {applying_};
}

constexpr StrategyEntry strategies::alignment{
    .listing =
        {.name = "alignment",
         .description =
             "for tau iterations the gradients that lead to x* most are held back, then a swarm",
         .power = Alignment::kPower,
         .parameters = {"tau"}},
    .workers_min = 2,
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      return std::make_unique<Alignment>(known_optimum(settings, context), settings.tau(),
                                         context.workers);
    }};

}  // namespace hogtie
