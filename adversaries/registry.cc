#include "adversaries/registry.h"

#include <array>
#include <utility>
#include <vector>

#include "adversaries/contention_bound.h"
#include "adversaries/crash.h"
#include "adversaries/max_delay.h"
#include "adversaries/replay.h"
#include "adversaries/round_robin.h"
#include "adversaries/sequential.h"
#include "adversaries/stale_gradients.h"
#include "adversaries/uniform.h"
#include "adversaries/weighted.h"
#include "core/error.h"
#include "core/settings/registry.h"

namespace hogtie {
namespace {

using Context = AdversaryContext;
using Settings = proto::Adversary;
using Made = std::unique_ptr<Adversary>;

constexpr std::array<std::string_view, 0> kNone{};
constexpr std::array<std::string_view, 1> kSpeeds{"speeds"};
constexpr std::array<std::string_view, 1> kTau{"tau"};
constexpr std::array<std::string_view, 1> kTrace{"trace"};
constexpr std::array<std::string_view, 2> kWrappers{"tau_max", "crashes"};

constexpr std::array<RegistryEntry, 8> kEntries{{
    {"sequential", "one iteration after the other, by one worker", "oblivious", kNone},
    {"round_robin", "the workers take turns of one step", "oblivious", kNone},
    {"uniform", "every step goes to a worker picked uniformly at random", "oblivious", kNone},
    {"weighted", "every step goes to a worker at random, by speed", "oblivious", kSpeeds},
    {"replay", "the schedule of a recorded trace", "oblivious", kTrace},
    {"stale_gradient", "one gradient is held back for tau iterations, then applied (Theorem 5.1)",
     "value-oblivious", kTau},
    {"swarm", "n-1 gradients are held back for tau iterations, then all applied", "value-oblivious",
     kTau},
    {"max_delay", "as many iterations as can be have a contention of tau, none has more",
     "value-oblivious", kTau},
}};

void need_two_workers(const Settings& settings, const Context& context) {
  if (context.workers >= 2) return;
  throw InputError("adversary '" + settings.name() + "' needs at least 2 workers; set workers=2");
}

Made make_weighted(const Settings& settings, const Context& context) {
  std::vector<double> speeds{1.0, 2.0};
  if (settings.speeds_size() > 0) {
    speeds.assign(settings.speeds().begin(), settings.speeds().end());
  }
  if (static_cast<std::uint32_t>(settings.speeds_size()) > context.workers) {
    throw InputError("adversary.speeds has " + std::to_string(settings.speeds_size()) +
                     " entries for " + std::to_string(context.workers) +
                     " workers; give at most one for each");
  }
  return std::make_unique<Weighted>(std::move(speeds), context.workers, context.seed);
}

Made make_replay(const Settings& settings, const Context& context) {
  if (settings.trace().empty()) {
    throw InputError("adversary 'replay' needs a trace; set adversary.trace=FILE");
  }
  return std::make_unique<Replay>(context.open_schedule(settings.trace()));
}

Made make_stale_gradients(const Settings& settings, const Context& context, std::uint32_t victims) {
  need_two_workers(settings, context);
  return std::make_unique<StaleGradients>(victims, settings.tau());
}

Made make_max_delay(const Settings& settings, const Context& context) {
  need_two_workers(settings, context);
  return std::make_unique<MaxDelay>(settings.tau(), context.workers);
}

/// In the order of kEntries.
constexpr std::array<Made (*)(const Settings&, const Context&), kEntries.size()> kFactories{
    [](const Settings&, const Context&) -> Made { return std::make_unique<Sequential>(); },
    [](const Settings&, const Context&) -> Made { return std::make_unique<RoundRobin>(); },
    [](const Settings&, const Context& context) -> Made {
      return std::make_unique<Uniform>(context.seed);
    },
    make_weighted,
    make_replay,
    [](const Settings& settings, const Context& context) {
      return make_stale_gradients(settings, context, 1);
    },
    [](const Settings& settings, const Context& context) {
      return make_stale_gradients(settings, context, context.workers - 1);
    },
    make_max_delay,
};

std::vector<CrashWorkers::Crash> crashes(const Settings& settings, const Context& context) {
  std::vector<CrashWorkers::Crash> crashes;
  for (const proto::Crash& crash : settings.crashes()) {
    if (crash.worker() >= context.workers) {
      throw InputError("adversary.crashes names worker " + std::to_string(crash.worker()) +
                       ", of workers 0 to " + std::to_string(context.workers - 1));
    }
    crashes.push_back({crash.step(), crash.worker()});
  }
  return crashes;
}

}  // namespace

std::span<const RegistryEntry> adversaries() {
  return kEntries;
}

std::span<const std::string_view> wrapper_parameters() {
  return kWrappers;
}

Made make_adversary(const Settings& settings, const Context& context) {
  const std::size_t index = find_entry(kEntries, settings.name(), "adversary", "adversaries");
  check_parameters(settings, kEntries[index], "adversary", kWrappers);
  Made adversary = kFactories[index](settings, context);
  if (settings.has_tau_max()) {
    adversary = std::make_unique<ContentionBound>(std::move(adversary), settings.tau_max(),
                                                  context.workers);
  }
  if (settings.crashes_size() > 0) {
    adversary = std::make_unique<CrashWorkers>(std::move(adversary), crashes(settings, context));
  }
  return adversary;
}

}  // namespace hogtie
