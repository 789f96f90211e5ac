#include "adversaries/strategies/heavy_tail.h"

#include <boost/random/exponential_distribution.hpp>
#include <memory>

#include "adversaries/strategies.h"
#include "core/numeric/exp.h"

namespace hogtie {

HeavyTail::HeavyTail(double shape, std::uint32_t workers, std::uint64_t seed)
    : bits_(seed, kAdversaryDomain), shape_(shape) {
  for (std::uint32_t worker = 0; worker < workers; ++worker) timetable_.add(delay(), worker);
}

/// e to the power of an exponential variate is a Pareto variate.
double HeavyTail::delay() {
  return reproducible_exp(boost::random::exponential_distribution<double>(shape_)(bits_));
}

Choice HeavyTail::next(ObliviousView view) {
  if (chosen_) timetable_.add(chosen_->first + delay(), chosen_->second);
  chosen_ = timetable_.take(view.runnable());
  return {chosen_->second};
}

void HeavyTail::overruled() {
  if (!chosen_) return;
  timetable_.add(chosen_->first, chosen_->second);
  chosen_.reset();
}

constexpr StrategyEntry strategies::heavy_tail{
    .listing = {.name = "heavy_tail",
                .description =
                    "the times between the steps of a worker follow a Pareto distribution",
                .power = HeavyTail::kPower,
                .parameters = {"shape"}},
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      return std::make_unique<HeavyTail>(settings.shape(), context.workers, context.seed);
    }};

}  // namespace hogtie
