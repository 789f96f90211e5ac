#include "adversaries/strategies/weighted.h"

#include <memory>
#include <string>
#include <utility>

#include "adversaries/strategies.h"
#include "core/error.h"

namespace hogtie {

Weighted::Weighted(std::vector<double> speeds, std::uint32_t workers, std::uint64_t seed)
    : bits_(seed, kAdversaryDomain), speeds_(workers) {
  for (std::uint32_t w = 0; w < workers; ++w) speeds_[w] = speeds[w % speeds.size()];
}

Choice Weighted::next(ObliviousView view) {
  // Ended workers are rejected. Each rejection raises the odds that the distribution is out of
  // date, so a few of them in a row are the sign to rebuild it; then none is left.
  constexpr int kRejectionsMax = 8;
  if (ids_.empty()) rebuild(view.runnable());
  for (int rejections = 0;; ++rejections) {
    if (rejections == kRejectionsMax) rebuild(view.runnable());
    const std::uint32_t worker = ids_[pick_(bits_)];
    if (view.runnable().contains(worker)) return {worker};
  }
}

void Weighted::rebuild(const RunnableSet& runnable) {
  ids_.clear();
  std::vector<double> weights;
  for (std::uint32_t k = 0; k < runnable.size(); ++k) {
    ids_.push_back(runnable.at(k));
    weights.push_back(speeds_[runnable.at(k)]);
  }
  pick_ = decltype(pick_)(weights.begin(), weights.end());
}

constexpr StrategyEntry strategies::weighted{
    .listing = {.name = "weighted",
                .description = "every step goes to a worker at random, by speed",
                .power = Weighted::kPower,
                .parameters = {"speeds"}},
    .check =
        [](const proto::Adversary& settings, std::uint32_t workers) {
          if (static_cast<std::uint32_t>(settings.speeds_size()) <= workers) return;
          throw InputError("adversary.speeds has " + std::to_string(settings.speeds_size()) +
                           " entries for " + std::to_string(workers) +
                           " workers; give at most one for each");
        },
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      std::vector<double> speeds{1.0, 2.0};
      if (settings.speeds_size() > 0) {
        speeds.assign(settings.speeds().begin(), settings.speeds().end());
      }
      return std::make_unique<Weighted>(std::move(speeds), context.workers, context.seed);
    }};

}  // namespace hogtie
