#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "adversaries/strategies/max_delay.h"
#include "adversaries/strategies/stale_gradients.h"
#include "adversaries/strategies/uniform.h"
#include "adversaries/strategies/weighted.h"
#include "adversaries/wrappers/crash.h"
#include "core/algorithms/epoch_sgd.h"
#include "core/certification/certifier.h"
#include "core/certification/finding.h"
#include "core/monitors/contention_monitor.h"
#include "core/monitors/convergence_monitor.h"
#include "core/monitors/delay_monitor.h"
#include "core/random/bit_stream.h"
#include "core/theory/bad_iterations.h"
#include "core/theory/contention.h"
#include "core/theory/delay_sum_bounds.h"
#include "sim/machine/machine.h"
#include "sim/machine/simulated_memory.h"
#include "tests/sim/reference_log.h"

namespace hogtie {
namespace {

using testing::ReferenceLog;

constexpr ByOrder<IterationOrder> kOrders{kByStart, kByFirstUpdate, kByEnd};

// f(x) = ||x||²/2 with gradients that are zero outside a random set of coordinates, the sample's
// support, and in some of those inside it; a support can be empty.
class SpottyObjective final : public Objective {
 public:
  SpottyObjective(std::size_t dimension, std::uint32_t density, Coins& coins)
      : optimum_(dimension, 0.0), density_(density) {
    for (auto& support : supports_) {
      for (std::uint32_t j = 0; j < dimension; ++j) {
        if (coins.index(4) < density) support.push_back(j);
      }
    }
  }

  std::size_t dimension() const override { return optimum_.size(); }
  std::size_t support_max() const override { return dimension(); }
  Sample draw(Coins& coins) const override {
    const auto index = static_cast<std::size_t>(coins.index(kSupports));
    return {index, supports_[index]};
  }
  void gradient(const Sample&, std::span<const double> view, Coins& coins,
                std::span<double> gradient) const override {
    for (std::size_t k = 0; k < gradient.size(); ++k) {
      gradient[k] = coins.index(4) < density_ ? view[k] + 0.5 * coins.gaussian() : 0.0;
    }
  }
  // A coordinate of the sample's support is drawn density_ times in 4, with mean x[j].
  void mean_gradient(std::span<const double> x, std::span<double> gradient) const override {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    for (const auto& support : supports_) {
      for (const std::uint32_t j : support) gradient[j] += density_ * x[j] / (4.0 * kSupports);
    }
  }
  double value(std::span<const double> x) const override {
    return std::inner_product(x.begin(), x.end(), x.begin(), 0.0) / 2;
  }
  const std::vector<double>* optimum() const override { return &optimum_; }
  std::optional<Constants> constants(double radius) const override {
    return Constants{1, 1, radius, radius};
  }

 private:
  static constexpr std::size_t kSupports = 8;

  std::array<std::vector<std::uint32_t>, kSupports> supports_;
  std::vector<double> optimum_;
  std::uint32_t density_;  // of coordinates, in quarters
};

// Random workers, each for a random number of steps: mostly short, at times very long.
class Bursts final : public Oblivious<Bursts> {
 public:
  explicit Bursts(std::uint64_t seed) : bits_(seed, kAdversaryDomain) {}

  Choice next(ObliviousView view) {
    const std::uint32_t worker = view.runnable().at(bits_.index(view.runnable().size()));
    return {worker, 1 + bits_.index(bits_.index(4) == 0 ? 100 : 8)};
  }

 private:
  BitStream bits_;
};

struct Scenario {
  std::uint32_t workers;
  std::uint32_t dimension;
  std::uint64_t iterations;
  std::uint32_t density;
  bool whole_view;
  std::uint64_t step_limit;
  std::uint64_t every;
  std::unique_ptr<Adversary> adversary;
};

Scenario draw_scenario(Coins& coins) {
  Scenario s;
  s.workers = static_cast<std::uint32_t>(1 + coins.index(6));
  s.dimension = static_cast<std::uint32_t>(1 + coins.index(6));
  s.iterations = 1 + coins.index(40);
  s.density = static_cast<std::uint32_t>(1 + coins.index(4));
  s.whole_view = coins.index(2) == 0;
  s.every = 1 + coins.index(3);
  s.step_limit = coins.index(3) == 0 ? 1 + coins.index(200) : 1'000'000;
  const std::uint64_t seed = coins();
  const std::uint64_t kind = coins.index(s.workers > 1 ? 5 : 3);
  if (kind == 0) {
    s.adversary = std::make_unique<Uniform>(seed);
  } else if (kind == 1) {
    s.adversary = std::make_unique<Bursts>(seed);
  } else if (kind == 2) {
    s.adversary = std::make_unique<Weighted>(std::vector<double>{1, 30}, s.workers, seed);
  } else if (kind == 3) {
    const auto victims = static_cast<std::uint32_t>(1 + coins.index(s.workers - 1));
    s.adversary = std::make_unique<StaleGradients>(victims, 1 + coins.index(10));
  } else {
    s.adversary = std::make_unique<MaxDelay>(coins.index(20), s.workers);
  }
  // The adversaries that hold workers back rely on all of them.
  if (kind <= 2 && coins.index(3) == 0) {
    std::vector<CrashWorkers::Crash> crashes;
    for (std::uint32_t w = 1; w < s.workers; ++w) {
      if (coins.index(2) == 0) crashes.push_back({coins.index(200), w});
    }
    s.adversary = std::make_unique<CrashWorkers>(std::move(s.adversary), crashes);
  }
  return s;
}

struct Outcome {
  ReferenceLog log;
  DelayMonitor delays;
  std::vector<IterationRecord> records;
  std::vector<double> initial;
  std::optional<Hit> near;
  std::optional<Hit> low;
  Evidence evidence;
  std::vector<IterateRecord> iterates;
};

constexpr double kEpsilon = 0.5;
constexpr double kLoss = 0.3;

void run(Scenario& s, std::uint64_t seed, Outcome& outcome) {
  Coins coins(seed, 1, 0);
  const SpottyObjective objective(s.dimension, s.density, coins);
  std::vector<std::uint32_t> all(s.dimension);
  std::iota(all.begin(), all.end(), 0U);
  const EpochSgd algorithm{
      0.2, s.iterations,
      s.whole_view ? std::span<const std::uint32_t>(all) : std::span<const std::uint32_t>()};
  const MemoryNeeds needs = algorithm.memory_needs(objective);
  outcome.delays.follow_delay_sums();
  Machine machine({.layout = {s.dimension, needs.counters},
                   .workers = s.workers,
                   .operations_max = needs.operations_max,
                   .scalars_max = 2,
                   .doubles_owned = needs.doubles_owned,
                   .stack_bytes = 65536,
                   .seed = seed});
  std::fill_n(machine.execution().cells.begin(), s.dimension, 1.0);
  outcome.initial.assign(s.dimension, 1.0);
  machine.set_step_limit(s.step_limit);
  const ObjectiveProbe f{[&](std::span<const double> x) { return objective.value(x); }, nullptr};
  ConvergenceMonitor near(s.workers, outcome.initial, *objective.optimum(),
                          {.epsilon = kEpsilon, .loss = {}}, s.every, f);
  ConvergenceMonitor low(s.workers, outcome.initial, *objective.optimum(),
                         {.epsilon = 0, .loss = kLoss}, s.every, f);
  Certifier certifier(s.workers, outcome.initial, *objective.optimum(),
                      [&](const IterateRecord& record) { outcome.iterates.push_back(record); });
  for (StepReader* const reader :
       std::initializer_list<StepReader*>{&outcome.log, &outcome.delays, &near, &low, &certifier}) {
    machine.add_reader(*reader);
  }
  ContentionMonitor contention(s.workers);
  machine.add_reader(contention);
  const Ending ending = simulate(machine, *s.adversary,
                                 [&](SimulatedMemory& memory) { algorithm(memory, objective); });
  ASSERT_NE(ending.verdict, proto::WORKER_ERROR) << ending.detail;
  ASSERT_NE(ending.verdict, proto::ADVERSARY_ERROR) << ending.detail;
  outcome.delays.finish();
  ASSERT_EQ(contention.maximum(), outcome.delays.contention_max());
  certifier.finish();
  outcome.evidence = certifier.evidence();
  outcome.near = near.hit();
  outcome.low = low.hit();
}

void expect_records(const Outcome& o) {
  const auto& iterations = o.log.iterations;
  ASSERT_EQ(o.records.size(), iterations.size());
  ASSERT_EQ(o.delays.begun(), iterations.size());
  ByOrder<std::vector<std::uint64_t>> delays;
  std::vector<std::uint64_t> contentions;
  for (std::size_t t = 0; t < iterations.size(); ++t) {
    const IterationRecord& record = o.records[t];
    ASSERT_EQ(record.worker, iterations[t].worker);
    ASSERT_EQ(record.ended, iterations[t].end != kNoStep);
    ASSERT_EQ(record.reads, iterations[t].reads);
    ASSERT_EQ(record.updates, iterations[t].updates);
    ASSERT_EQ(record.contention, o.log.contention(t)) << "iteration " << t;
    for (const IterationOrder order : kOrders) {
      ASSERT_EQ(record.step[order], iterations[t].step(order));
      ASSERT_EQ(record.position[order], o.log.position(t, order));
      ASSERT_EQ(record.delay[order], o.log.delay(t, order))
          << "iteration " << t << ", order " << order;
      if (record.ended) delays[order].push_back(record.delay[order]);
    }
    if (record.ended) contentions.push_back(record.contention);
  }
  ASSERT_EQ(o.delays.ended(), contentions.size());
  if (contentions.empty()) return;
  const auto mean = [](const std::vector<std::uint64_t>& values) {
    return static_cast<double>(std::accumulate(values.begin(), values.end(), std::uint64_t{0})) /
           static_cast<double>(values.size());
  };
  ASSERT_EQ(o.delays.contention_max(), *std::max_element(contentions.begin(), contentions.end()));
  ASSERT_EQ(o.delays.contention_mean(), mean(contentions));
  for (const IterationOrder order : kOrders) {
    const DelayDistribution& distribution = o.delays.delays(order);
    ASSERT_EQ(distribution.mean(), mean(delays[order]));
    std::sort(delays[order].begin(), delays[order].end());
    ASSERT_EQ(distribution.maximum(), delays[order].back());
    ASSERT_EQ(distribution.quantile(50), delays[order][(delays[order].size() + 1) / 2 - 1]);
  }
}

// Σ_{m>=1} 1{τ_{t+m} >= m} for every t, over iterations that ended.
void expect_delay_sums(const Outcome& o) {
  for (const IterationOrder order : kOrders) {
    std::uint64_t most = 0;
    for (std::size_t t = 0; t < o.records.size(); ++t) {
      std::uint64_t sum = 0;
      for (const IterationRecord& later : o.records) {
        if (!later.ended || later.position[order] <= t) continue;
        if (later.delay[order] >= later.position[order] - t) ++sum;
      }
      most = std::max(most, sum);
    }
    ASSERT_EQ(o.delays.delay_sum_max(order), most) << "order " << order;
  }
}

// The statements that hold in every execution.
void expect_statements(const Outcome& o, std::uint64_t workers) {
  std::uint64_t contention = 0;
  std::vector<IterationSpan> spans;
  for (const IterationRecord& record : o.records) {
    contention += record.contention;
    spans.push_back({record.step[kByStart], record.step[kByEnd]});
  }
  ASSERT_LE(contention, average_contention_bound(workers) * o.delays.begun());
  for (const std::uint64_t k : {1U, 2U, 3U, 5U}) {
    ASSERT_LE(most_bad_iterations(spans, k * workers, kByStart), bad_iterations_bound(workers));
    ASSERT_LE(most_bad_iterations(spans, k * workers, kByEnd), bad_iterations_bound(workers));
  }
  const std::uint64_t sum = o.delays.delay_sum_max(kByEnd);
  ASSERT_LE(sum, proved_delay_sum_bound(o.delays.contention_max(), workers));
  ASSERT_LE(sum, delay_sum_bound_by_end(workers));
}

// The first virtual iterate in a region, from the whole sampled updates in the order of their first
// updates.
std::optional<Hit> reference_hit(const Outcome& o, std::uint64_t every,
                                 const std::function<bool(const std::vector<double>&)>& in_region) {
  std::vector<const ReferenceLog::Iteration*> order;
  for (const auto& iteration : o.log.iterations) {
    if (iteration.first_update() != kNoStep) order.push_back(&iteration);
  }
  std::sort(order.begin(), order.end(),
            [](const auto* a, const auto* b) { return a->first_update() < b->first_update(); });
  std::vector<double> x = o.initial;
  if (in_region(x)) return Hit{0, 0};
  for (std::uint64_t t = 1; t <= order.size(); ++t) {
    for (const auto& [target, change] : order[t - 1]->sampled) x[target] += change;
    if (t % every == 0 && in_region(x)) return Hit{t, order[t - 1]->first_update()};
  }
  return std::nullopt;
}

double squared_norm(const std::vector<double>& x) {
  return std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
}

// The most bad iterations in windows of K n for K = 1, 2, 4, ...
std::uint64_t reference_bad(const std::vector<IterationSpan>& spans, std::uint64_t workers,
                            IterationOrder order) {
  std::uint64_t most = 0;
  for (std::uint64_t window = workers; window <= spans.size(); window *= 2) {
    most = std::max(most, most_bad_iterations(spans, window, order));
  }
  return most;
}

// What an iteration read of a register: x_0 and the updates before.
double value_read(const Outcome& o, const Access& read) {
  double value = o.initial[read.target];
  for (const auto& iteration : o.log.iterations) {
    for (const Access& update : iteration.updates) {
      if (update.target != read.target || update.step >= read.step) continue;
      for (const auto& [target, change] : iteration.sampled) {
        if (target == read.target) value += change;
      }
    }
  }
  return value;
}

// Iterates, views and delays of the iterations in the order of first update, up to the first that
// did not end: sums of the same numbers in another order than the certifier's.
void expect_iterates(const Outcome& o) {
  constexpr double kRounding = 1e-12;
  std::vector<std::size_t> order;
  for (std::size_t t = 0; t < o.log.iterations.size(); ++t) {
    if (o.log.iterations[t].first_update() != kNoStep) order.push_back(t);
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return o.log.iterations[a].first_update() < o.log.iterations[b].first_update();
  });
  const auto torn = std::find_if(order.begin(), order.end(),
                                 [&](std::size_t t) { return o.log.iterations[t].end == kNoStep; });
  ASSERT_EQ(o.evidence.torn_at.has_value(), torn != order.end());
  ASSERT_EQ(o.iterates.size(), static_cast<std::size_t>(torn - order.begin()));
  std::vector<double> x = o.initial;
  std::vector<double> way{0};
  double farthest = 0;
  for (std::size_t t = 0; t < o.iterates.size(); ++t) {
    const auto& iteration = o.log.iterations[order[t]];
    const IterateRecord& record = o.iterates[t];
    ASSERT_EQ(record.time, t);
    ASSERT_EQ(record.delay, o.log.delay(order[t], kByFirstUpdate));
    ASSERT_NEAR(record.squared_distance, squared_norm(x), kRounding * (1 + squared_norm(x)));
    double view = 0;
    for (const Access& read : iteration.reads) {
      const double missed = x[read.target] - value_read(o, read);
      view += missed * missed;
    }
    ASSERT_NEAR(record.view_distance, std::sqrt(view), kRounding * (1 + std::sqrt(view)));
    farthest = std::max(farthest, record.view_distance);
    double moved = 0;
    for (const auto& [target, change] : iteration.sampled) {
      x[target] += change;
      moved += change * change;
    }
    ASSERT_NEAR(record.movement, std::sqrt(moved), kRounding);
    way.push_back(way.back() + record.movement);
    ASSERT_LE(record.view_distance, way[t] - way[t - record.delay] + kRounding);
  }
  ASSERT_EQ(o.evidence.farthest.distance, farthest);
}

void expect_certificate(const Outcome& o, std::uint64_t workers) {
  std::vector<IterationSpan> spans;
  for (const IterationRecord& record : o.records) {
    spans.push_back({record.step[kByStart], record.step[kByEnd]});
  }
  ASSERT_EQ(o.evidence.begun, o.records.size());
  ASSERT_EQ(o.evidence.bad_by_start.bad, reference_bad(spans, workers, kByStart));
  ASSERT_EQ(o.evidence.bad_by_end.bad, reference_bad(spans, workers, kByEnd));
  for (const IterationOrder order : kOrders) {
    ASSERT_EQ(o.evidence.delay_sum[order], o.delays.delay_sum_max(order));
  }
  ASSERT_NO_FATAL_FAILURE(expect_iterates(o));
  for (const Finding& finding : certify_execution(o.evidence)) {
    ASSERT_NE(finding.standing, Standing::kViolated) << finding.what << ' ' << finding.measured;
  }
}

// What the random executions cover, so that the comparison is known to compare something.
struct Coverage {
  std::uint64_t unfinished = 0;
  std::uint64_t without_update = 0;
  std::uint64_t half_updates = 0;  // unfinished with some updates applied
  std::uint64_t hits = 0;
  std::uint64_t losses = 0;
  ByOrder<std::uint64_t> delayed{};
};

void count(const Outcome& o, Coverage& coverage) {
  for (const IterationRecord& record : o.records) {
    if (!record.ended) ++coverage.unfinished;
    if (!record.ended && !record.updates.empty()) ++coverage.half_updates;
    if (record.ended && record.updates.empty()) ++coverage.without_update;
    for (const IterationOrder order : kOrders) coverage.delayed[order] += record.delay[order];
  }
  if (o.near && o.near->time > 0) ++coverage.hits;
  if (o.low && o.low->time > 0) ++coverage.losses;
}

TEST(Monitors, AgreeWithTheDefinitionsOnRandomExecutions) {
  Coverage coverage;
  for (std::uint64_t seed = 1; seed <= 4000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Coins coins(seed, 0, 0);
    Scenario scenario = draw_scenario(coins);
    std::vector<IterationRecord> records;
    // Every other one is measured in the way that is meant for many workers.
    const std::uint32_t told = seed % 2 == 0 ? scenario.workers : DelayMonitor::kMostCompared + 1;
    Outcome outcome{ReferenceLog(scenario.workers),
                    DelayMonitor(told, [&](const IterationRecord& r) { records.push_back(r); }),
                    {},
                    {},
                    {},
                    {},
                    {},
                    {}};
    ASSERT_NO_FATAL_FAILURE(run(scenario, seed, outcome));
    outcome.records = std::move(records);
    ASSERT_NO_FATAL_FAILURE(expect_records(outcome));
    ASSERT_NO_FATAL_FAILURE(expect_delay_sums(outcome));
    ASSERT_NO_FATAL_FAILURE(expect_statements(outcome, scenario.workers));
    ASSERT_NO_FATAL_FAILURE(expect_certificate(outcome, scenario.workers));
    ASSERT_EQ(outcome.near, reference_hit(outcome, scenario.every, [](const auto& x) {
                return squared_norm(x) <= kEpsilon;
              }));
    ASSERT_EQ(outcome.low, reference_hit(outcome, scenario.every, [](const auto& x) {
                return squared_norm(x) / 2 <= kLoss;
              }));
    count(outcome, coverage);
  }
  EXPECT_GT(coverage.unfinished, 500U);
  EXPECT_GT(coverage.half_updates, 100U);
  EXPECT_GT(coverage.without_update, 500U);
  EXPECT_GT(coverage.hits, 500U);
  EXPECT_GT(coverage.losses, 500U);
  for (const IterationOrder order : kOrders) EXPECT_GT(coverage.delayed[order], 10000U);
}

// Longer runs of more workers, for the statements alone, and for memory: what is kept at any time
// is bounded by twice the largest contention of any iteration and the workers, and here far below
// the length of the run.
TEST(Monitors, StatementsHoldInLongRuns) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Scenario scenario{.workers = static_cast<std::uint32_t>(2 + 3 * (seed % 4)),
                      .dimension = 4,
                      .iterations = 3000,
                      .density = 3,
                      .whole_view = seed % 2 == 0,
                      .step_limit = 1'000'000,
                      .every = 1,
                      .adversary = nullptr};
    if (seed % 3 == 0) scenario.adversary = std::make_unique<Uniform>(seed);
    if (seed % 3 == 1) scenario.adversary = std::make_unique<Bursts>(seed);
    if (seed % 3 == 2) scenario.adversary = std::make_unique<MaxDelay>(100, scenario.workers);
    std::vector<IterationRecord> records;
    std::size_t kept = 0;
    const DelayMonitor* monitor = nullptr;
    Outcome outcome{ReferenceLog(scenario.workers),
                    DelayMonitor(scenario.workers,
                                 [&](const IterationRecord& r) {
                                   records.push_back(r);
                                   kept = std::max(kept, monitor->kept());
                                 }),
                    {},
                    {},
                    {},
                    {},
                    {},
                    {}};
    monitor = &outcome.delays;
    ASSERT_NO_FATAL_FAILURE(run(scenario, seed, outcome));
    outcome.records = std::move(records);
    ASSERT_EQ(outcome.delays.ended(), 3000U);
    ASSERT_NO_FATAL_FAILURE(expect_statements(outcome, scenario.workers));
    EXPECT_LE(kept, 2 * outcome.delays.contention_max() + 2 * scenario.workers);
    EXPECT_LT(kept, 1000U);
  }
}

}  // namespace
}  // namespace hogtie
