#include "adversaries/strategies/sequential.h"

#include <memory>

#include "adversaries/strategies.h"

namespace hogtie {

constexpr StrategyEntry strategies::sequential{
    .listing = {.name = "sequential",
                .description = "one iteration after the other, by one worker",
                .power = Sequential::kPower},
    .make = [](const proto::Adversary&, const AdversaryContext&) -> std::unique_ptr<Adversary> {
      return std::make_unique<Sequential>();
    }};

}  // namespace hogtie
