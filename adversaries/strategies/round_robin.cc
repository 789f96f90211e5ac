#include "adversaries/strategies/round_robin.h"

#include <memory>

#include "adversaries/strategies.h"

namespace hogtie {

constexpr StrategyEntry strategies::round_robin{
    .listing = {.name = "round_robin",
                .description = "the workers take turns of one step",
                .power = RoundRobin::kPower},
    .make = [](const proto::Adversary&, const AdversaryContext&) -> std::unique_ptr<Adversary> {
      return std::make_unique<RoundRobin>();
    }};

}  // namespace hogtie
