#include "adversaries/registry.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adversaries/alignment.h"
#include "adversaries/bursts.h"
#include "adversaries/contention_bound.h"
#include "adversaries/crash.h"
#include "adversaries/fairness.h"
#include "adversaries/fixed_schedule.h"
#include "adversaries/greedy.h"
#include "adversaries/heavy_tail.h"
#include "adversaries/histogram.h"
#include "adversaries/lookahead.h"
#include "adversaries/max_delay.h"
#include "adversaries/mid_update_stall.h"
#include "adversaries/noise_selector.h"
#include "adversaries/partial_order_sampling.h"
#include "adversaries/pct.h"
#include "adversaries/portfolio.h"
#include "adversaries/replay.h"
#include "adversaries/resonance.h"
#include "adversaries/round_robin.h"
#include "adversaries/sequential.h"
#include "adversaries/stale_gradients.h"
#include "adversaries/uniform.h"
#include "adversaries/weighted.h"
#include "core/error.h"
#include "core/objectives/quadratic.h"
#include "core/settings/read_text.h"
#include "core/settings/registry.h"
#include "core/text/quote.h"
#include "proto/schedule.pb.h"

namespace hogtie {
namespace {

using Context = AdversaryContext;
using Settings = proto::Adversary;
using Made = std::unique_ptr<Adversary>;

constexpr std::array<std::string_view, 0> kNone{};
constexpr std::array<std::string_view, 1> kSpeeds{"speeds"};
constexpr std::array<std::string_view, 1> kTau{"tau"};
constexpr std::array<std::string_view, 1> kTrace{"trace"};
constexpr std::array<std::string_view, 1> kBurst{"burst"};
constexpr std::array<std::string_view, 1> kShape{"shape"};
constexpr std::array<std::string_view, 1> kScheduleFile{"schedule_file"};
constexpr std::array<std::string_view, 1> kDepth{"depth"};
constexpr std::array<std::string_view, 2> kSchedule{"schedule", "schedule_file"};
constexpr std::array<std::string_view, 2> kPct{"depth", "horizon"};
constexpr std::array<std::string_view, 3> kPortfolio{"members", "phase", "switching"};
constexpr std::array<std::string_view, 3> kWrappers{"tau_max", "wait_max", "crashes"};

constexpr std::array<RegistryEntry, 21> kEntries{{
    {"sequential", "one iteration after the other, by one worker", "oblivious", kNone},
    {"round_robin", "the workers take turns of one step", "oblivious", kNone},
    {"uniform", "every step goes to a worker picked uniformly at random", "oblivious", kNone},
    {"weighted", "every step goes to a worker at random, by speed", "oblivious", kSpeeds},
    {"bursts", "a worker picked at random takes a geometric number of steps, then another",
     "oblivious", kBurst},
    {"heavy_tail", "the times between the steps of a worker follow a Pareto distribution",
     "oblivious", kShape},
    {"histogram", "runs and stalls drawn from histograms, as recorded on hardware", "oblivious",
     kScheduleFile},
    {"fixed", "a given schedule, repeated when it is over", "oblivious", kSchedule},
    {"replay", "the schedule of a recorded trace", "oblivious", kTrace},
    {"pct", "random priorities that change at d-1 random steps (Burckhardt et al. 2010)",
     "oblivious", kPct},
    {"pos", "random priorities of steps, drawn anew after a race (Yuan et al. 2018)",
     "value-oblivious", kNone},
    {"stale_gradient", "one gradient is held back for tau iterations, then applied (Theorem 5.1)",
     "value-oblivious", kTau},
    {"swarm", "n-1 gradients are held back for tau iterations, then all applied", "value-oblivious",
     kTau},
    {"max_delay", "as many iterations as can be have a contention of tau, none has more",
     "value-oblivious", kTau},
    {"mid_update_stall", "a worker is stopped half-way through its update for tau iterations",
     "strong adaptive", kTau},
    {"greedy", "the step that increases ||x - x*||^2 most", "strong adaptive", kNone},
    {"lookahead", "the best of all plans of `depth` moves, on a quadratic", "strong adaptive",
     kDepth},
    {"noise_selector", "of all sampled gradients, the one whose noise points away from x* most",
     "strong adaptive", kNone},
    {"alignment",
     "for tau iterations the gradients that lead to x* most are held back, then a swarm",
     "strong adaptive", kTau},
    {"resonance", "a swarm, released once it throws x farther than the last one did",
     "strong adaptive", kTau},
    {"portfolio", "others by turns, or by a bandit on how far they drive x from x*",
     "strong adaptive", kPortfolio},
}};

/// Strategies that hold one worker back while others go on.
constexpr std::array<std::string_view, 6> kOfTwoWorkers{
    "stale_gradient", "swarm", "max_delay", "mid_update_stall", "alignment", "resonance"};

std::size_t index_of(const Settings& settings) {
  return find_entry(kEntries, settings.name(), "adversary", "adversaries");
}

/// The members of a portfolio, given or not.
std::vector<Settings> members_of(const Settings& settings) {
  std::vector<Settings> members(settings.members().begin(), settings.members().end());
  if (!members.empty()) return members;
  for (const char* const name : {"greedy", "resonance", "noise_selector", "swarm"}) {
    members.emplace_back().set_name(name);
  }
  return members;
}

/// Throws InputError when portfolios are nested too deep; `depth` portfolios enclose this one.
void check_nesting(const Settings& settings, int depth) {
  constexpr int kDeepest = 8;
  if (depth > kDeepest) {
    throw InputError("adversary.members are in each other more than " + std::to_string(kDeepest) +
                     " deep; nest them less deep");
  }
  for (const Settings& member : settings.members()) check_nesting(member, depth + 1);
}

void check_worker(std::uint32_t worker, const std::string& where, std::uint32_t workers) {
  if (worker < workers) return;
  throw InputError(where + " names worker " + std::to_string(worker) + ", of workers 0 to " +
                   std::to_string(workers - 1));
}

template <class Runs>
void check_schedule(const Runs& runs, const std::string& where, std::uint32_t workers) {
  for (const proto::Run& run : runs) check_worker(run.worker(), where, workers);
}

void check_fixed(const Settings& settings, std::uint32_t workers) {
  const bool from_file = !settings.schedule_file().empty();
  if (from_file == (settings.schedule_size() > 0)) {
    throw InputError(std::string("adversary 'fixed' ") +
                     (from_file
                          ? "has two schedules; set adversary.schedule or adversary.schedule_file"
                          : "needs a schedule; set adversary.schedule={worker: 0 steps: 3},... or "
                            "adversary.schedule_file=FILE"));
  }
  check_schedule(settings.schedule(), "adversary.schedule", workers);
}

void check_strategy(const Settings& settings, std::uint32_t workers);

void check_portfolio(const Settings& settings, std::uint32_t workers) {
  for (const Settings& member : members_of(settings)) {
    if (member.has_tau_max() || member.has_wait_max() || member.crashes_size() > 0) {
      throw InputError("adversary.members: " + quote(member.name()) +
                       " has a wrapper's setting; set it on the portfolio");
    }
    check_strategy(member, workers);
  }
}

void check_strategy(const Settings& settings, std::uint32_t workers) {
  const RegistryEntry& entry = kEntries[index_of(settings)];
  check_parameters(settings, entry, "adversary", kWrappers);
  const std::string_view name = entry.name;
  if (workers < 2 && std::ranges::find(kOfTwoWorkers, name) != kOfTwoWorkers.end()) {
    throw InputError("adversary " + quote(name) + " needs at least 2 workers; set workers=2");
  }
  if (static_cast<std::uint32_t>(settings.speeds_size()) > workers) {
    throw InputError("adversary.speeds has " + std::to_string(settings.speeds_size()) +
                     " entries for " + std::to_string(workers) +
                     " workers; give at most one for each");
  }
  if (name == "replay" && settings.trace().empty()) {
    throw InputError("adversary 'replay' needs a trace; set adversary.trace=FILE");
  }
  if (name == "histogram" && settings.schedule_file().empty()) {
    throw InputError("adversary 'histogram' needs a histogram; set adversary.schedule_file=FILE");
  }
  if (name == "fixed") check_fixed(settings, workers);
  if (name == "portfolio") check_portfolio(settings, workers);
}

Made make_weighted(const Settings& settings, const Context& context) {
  std::vector<double> speeds{1.0, 2.0};
  if (settings.speeds_size() > 0) {
    speeds.assign(settings.speeds().begin(), settings.speeds().end());
  }
  return std::make_unique<Weighted>(std::move(speeds), context.workers, context.seed);
}

Made make_replay(const Settings& settings, const Context& context) {
  return std::make_unique<Replay>(context.open_schedule(settings.trace()));
}

Made make_stale_gradients(const Settings& settings, std::uint32_t victims) {
  return std::make_unique<StaleGradients>(victims, settings.tau());
}

Made make_max_delay(const Settings& settings, const Context& context) {
  return std::make_unique<MaxDelay>(settings.tau(), context.workers);
}

Made make_bursts(const Settings& settings, const Context& context) {
  return std::make_unique<Bursts>(settings.burst(), context.seed);
}

Made make_heavy_tail(const Settings& settings, const Context& context) {
  return std::make_unique<HeavyTail>(settings.shape(), context.workers, context.seed);
}

Made make_histogram(const Settings& settings, const Context& context) {
  return std::make_unique<Histogram>(read_histogram(settings.schedule_file()), context.workers,
                                     context.seed);
}

Made make_fixed(const Settings& settings, const Context& context) {
  proto::Schedule schedule;
  if (settings.schedule_size() > 0) {
    *schedule.mutable_runs() = settings.schedule();
  } else {
    const std::string& path = settings.schedule_file();
    read_text(path, "a schedule", schedule);
    if (schedule.runs_size() == 0) {
      throw InputError(quote(path) +
                       " has no runs; give at least one, as in runs { worker: 0 steps: 3 }");
    }
    check_schedule(schedule.runs(), quote(path), context.workers);
  }
  std::vector<FixedSchedule::Run> runs;
  for (const proto::Run& run : schedule.runs()) runs.push_back({run.worker(), run.steps()});
  return std::make_unique<FixedSchedule>(std::move(runs));
}

Made make_pct(const Settings& settings, const Context& context) {
  const std::uint64_t horizon = settings.has_horizon() ? settings.horizon() : context.steps_max;
  return std::make_unique<Pct>(settings.depth(), horizon, context.workers, context.seed);
}

/// Of a strategy that goes by it.
std::span<const double> optimum(const Settings& settings, const Context& context) {
  const std::vector<double>* const optimum = context.objective->optimum();
  if (optimum != nullptr) return *optimum;
  throw InputError("adversary " + quote(settings.name()) +
                   " goes by x*, which this objective has none of; use one that does not, such as "
                   "'swarm'");
}

Made make_mid_update_stall(const Settings& settings, const Context& context) {
  return std::make_unique<MidUpdateStall>(context.objective->dimension(), settings.tau(),
                                          context.workers);
}

Made make_greedy(const Settings& settings, const Context& context) {
  return std::make_unique<Greedy>(optimum(settings, context), context.workers);
}

Made make_lookahead(const Settings& settings, const Context& context) {
  const auto* const quadratic = dynamic_cast<const Quadratic*>(context.objective);
  if (quadratic == nullptr) {
    throw InputError("adversary 'lookahead' needs a quadratic; set objective.name=quadratic");
  }
  return std::make_unique<Lookahead>(*quadratic->optimum(), quadratic->curvature(),
                                     context.step_size, settings.depth(), context.workers);
}

Made make_noise_selector(const Settings& settings, const Context& context) {
  const auto mean_gradient = [f = context.objective](std::span<const double> x,
                                                     std::span<double> gradient) {
    f->mean_gradient(x, gradient);
  };
  return std::make_unique<NoiseSelector>(optimum(settings, context), mean_gradient,
                                         context.step_size, context.workers);
}

Made make_alignment(const Settings& settings, const Context& context) {
  return std::make_unique<Alignment>(optimum(settings, context), settings.tau(), context.workers);
}

Made make_resonance(const Settings& settings, const Context& context) {
  return std::make_unique<Resonance>(optimum(settings, context), settings.tau(), context.workers);
}

Made make_strategy(const Settings& settings, const Context& context);

Made make_portfolio(const Settings& settings, const Context& context) {
  const bool goes_by_distance = settings.switching() == proto::BANDIT;
  const auto target = goes_by_distance ? optimum(settings, context) : std::span<const double>();
  std::vector<Made> members;
  for (const Settings& member : members_of(settings)) {
    members.push_back(make_strategy(member, context));
  }
  return std::make_unique<Portfolio>(std::move(members), settings.switching(), settings.phase(),
                                     target);
}

/// In the order of kEntries.
constexpr std::array<Made (*)(const Settings&, const Context&), kEntries.size()> kFactories{
    [](const Settings&, const Context&) -> Made { return std::make_unique<Sequential>(); },
    [](const Settings&, const Context&) -> Made { return std::make_unique<RoundRobin>(); },
    [](const Settings&, const Context& context) -> Made {
      return std::make_unique<Uniform>(context.seed);
    },
    make_weighted,
    make_bursts,
    make_heavy_tail,
    make_histogram,
    make_fixed,
    make_replay,
    make_pct,
    [](const Settings&, const Context& context) -> Made {
      return std::make_unique<PartialOrderSampling>(context.workers, context.seed);
    },
    [](const Settings& settings, const Context&) { return make_stale_gradients(settings, 1); },
    [](const Settings& settings, const Context& context) {
      return make_stale_gradients(settings, context.workers - 1);
    },
    make_max_delay,
    make_mid_update_stall,
    make_greedy,
    make_lookahead,
    make_noise_selector,
    make_alignment,
    make_resonance,
    make_portfolio,
};

Made make_strategy(const Settings& settings, const Context& context) {
  return kFactories[index_of(settings)](settings, context);
}

std::vector<CrashWorkers::Crash> crashes_of(const Settings& settings) {
  std::vector<CrashWorkers::Crash> crashes;
  for (const proto::Crash& crash : settings.crashes()) {
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

Settings settings_for(const std::string& name, const Settings& settings) {
  Settings adversary = settings;
  keep_parameters(adversary, kEntries[find_entry(kEntries, name, "adversary", "adversaries")],
                  kWrappers);
  adversary.set_name(name);
  return adversary;
}

void check_nesting(const Settings& settings) {
  check_nesting(settings, 0);
}

void check_adversary(const Settings& settings, std::uint32_t workers) {
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

Made make_adversary(const Settings& settings, const Context& context) {
  check_adversary(settings, context.workers);
  Made adversary = make_strategy(settings, context);
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
