#include "adversaries/registry.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "adversaries/knowledge/check_worker.h"
#include "adversaries/strategies.h"
#include "adversaries/wrappers/contention_bound.h"
#include "adversaries/wrappers/crash.h"
#include "adversaries/wrappers/fairness.h"
#include "core/error.h"
#include "core/settings/registry.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

constexpr std::array kStrategies{
#define HOGTIE_STRATEGY(entry) &strategies::entry,
#include "adversaries/strategies.def"
#undef HOGTIE_STRATEGY
};

constexpr std::array<std::string_view, 3> kWrappers{"tau_max", "wait_max", "crashes"};

const StrategyEntry& strategy_of(const proto::Adversary& settings) {
  return *kStrategies[find_entry(adversaries(), settings.name(), "adversary", "adversaries")];
}

/// Throws InputError when portfolios are nested too deep; `depth` portfolios enclose this one.
void check_nesting(const proto::Adversary& settings, int depth) {
  constexpr int kDeepest = 8;
  if (depth > kDeepest) {
    throw InputError("adversary.members are in each other more than " + std::to_string(kDeepest) +
                     " deep; nest them less deep");
  }
  for (const proto::Adversary& member : settings.members()) check_nesting(member, depth + 1);
}

std::vector<CrashWorkers::Crash> crashes_of(const proto::Adversary& settings) {
  std::vector<CrashWorkers::Crash> crashes;
  for (const proto::Crash& crash : settings.crashes()) {
    crashes.push_back({crash.step(), crash.worker()});
  }
  return crashes;
}

}  // namespace

std::span<const RegistryEntry> adversaries() {
  static const auto listings = [] {
    std::array<RegistryEntry, kStrategies.size()> all;
    std::ranges::transform(kStrategies, all.begin(), &StrategyEntry::listing);
    return all;
  }();
  return listings;
}

std::span<const std::string_view> wrapper_parameters() {
  return kWrappers;
}

proto::Adversary settings_for(const std::string& name, const proto::Adversary& settings) {
  proto::Adversary adversary = settings;
  adversary.set_name(name);
  keep_parameters(adversary, strategy_of(adversary).listing, kWrappers);
  return adversary;
}

void check_nesting(const proto::Adversary& settings) {
  check_nesting(settings, 0);
}

void check_strategy(const proto::Adversary& settings, std::uint32_t workers) {
  const StrategyEntry& strategy = strategy_of(settings);
  check_parameters(settings, strategy.listing, "adversary", kWrappers);
  if (workers < strategy.workers_min) {
    const std::string least = std::to_string(strategy.workers_min);
    throw InputError("adversary " + quote(strategy.listing.name) + " needs at least " + least +
                     " workers; set workers=" + least);
  }
  if (strategy.check != nullptr) strategy.check(settings, workers);
}

std::unique_ptr<Adversary> make_strategy(const proto::Adversary& settings,
                                         const AdversaryContext& context) {
  return strategy_of(settings).make(settings, context);
}

void check_adversary(const proto::Adversary& settings, std::uint32_t workers) {
  check_strategy(settings, workers);
  if (settings.has_wait_max() && settings.wait_max() + 1 < workers) {
    throw InputError("adversary.wait_max is " + std::to_string(settings.wait_max()) +
                     ", which cannot be kept with " + std::to_string(workers) +
                     " workers; set it to " + std::to_string(workers - 1) + " or more");
  }
  for (const proto::Crash& crash : settings.crashes()) {
    check_worker(crash.worker(), "adversary.crashes", workers);
  }
}

std::unique_ptr<Adversary> make_adversary(const proto::Adversary& settings,
                                          const AdversaryContext& context) {
  check_adversary(settings, context.workers);
  std::unique_ptr<Adversary> adversary = make_strategy(settings, context);
  if (settings.has_wait_max()) {
    adversary =
        std::make_unique<Fairness>(std::move(adversary), settings.wait_max(), context.workers);
  }
  if (settings.has_tau_max()) {
    adversary = std::make_unique<ContentionBound>(std::move(adversary), settings.tau_max(),
                                                  context.workers);
  }
  if (settings.crashes_size() > 0) {
    adversary = std::make_unique<CrashWorkers>(std::move(adversary), crashes_of(settings));
  }
  return adversary;
}

}  // namespace hogtie
