#include "adversaries/strategies/replay.h"

#include <memory>

#include "adversaries/strategies.h"
#include "core/error.h"

namespace hogtie {

constexpr StrategyEntry strategies::replay{
    .listing = {.name = "replay",
                .description = "the schedule of a recorded trace",
                .power = Replay::kPower,
                .parameters = {"trace"}},
    .check =
        [](const proto::Adversary& settings, std::uint32_t) {
          if (!settings.trace().empty()) return;
          throw InputError("adversary 'replay' needs a trace; set adversary.trace=FILE");
        },
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      return std::make_unique<Replay>(context.open_schedule(settings.trace()));
    }};

}  // namespace hogtie
