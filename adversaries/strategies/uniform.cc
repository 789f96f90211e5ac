#include "adversaries/strategies/uniform.h"

#include <memory>

#include "adversaries/strategies.h"

namespace hogtie {

constexpr StrategyEntry strategies::uniform{
    .listing = {.name = "uniform",
                .description = "every step goes to a worker picked uniformly at random",
                .power = Uniform::kPower},
    .make = [](const proto::Adversary&, const AdversaryContext& context)
        -> std::unique_ptr<Adversary> { return std::make_unique<Uniform>(context.seed); }};

}  // namespace hogtie
