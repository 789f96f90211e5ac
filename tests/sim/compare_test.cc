#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/files/temporary_directory.h"
#include "core/random/trial_seed.h"
#include "core/statistics/ks_distance.h"
#include "core/theory/asynchronous_bound.h"
#include "sim/studies/common/curve_times.h"
#include "sim/studies/compare/run_compare.h"
#include "sim/studies/price/price_theory.h"
#include "sim/studies/trials/run_trials.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::error_of;

SideTrials hitting(std::vector<std::uint64_t> times, std::uint64_t trials) {
  SideTrials side(0);
  side.hitting_times = std::move(times);
  side.tally.trials = trials;
  return side;
}

TEST(PriceOfAsynchrony, ByHand) {
  // A price of 95 % has medians of 97.5 %. Of ten trials, at most one is below the median with
  // 11/1024 <= 1.25 %, at most two with 56/1024: the intervals are from the 2nd to the 9th.
  const SideTrials sequential = hitting({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 10);
  const SideTrials side = hitting({10, 20, 30, 40, 50, 60, 70, 80, 90}, 10);
  const PriceOfAsynchrony price = price_of_asynchrony(side, sequential, 0.95);
  EXPECT_EQ(price.value, 50.0 / 5);
  EXPECT_EQ(price.low, 20.0 / 9);
  EXPECT_EQ(price.high, 90.0 / 2);
  // With eight, the 9th is not known.
  const PriceOfAsynchrony censored =
      price_of_asynchrony(hitting({10, 20, 30, 40, 50, 60, 70, 80}, 10), sequential, 0.95);
  EXPECT_EQ(censored.value, 10);
  EXPECT_EQ(censored.high, std::nullopt);
  EXPECT_EQ(price_of_asynchrony(hitting({10}, 10), sequential, 0.95).value, std::nullopt);
  EXPECT_EQ(price_of_asynchrony(side, hitting({0, 0, 0}, 3), 0.95).value, std::nullopt);
}

TEST(SideBound, IsThatOfTheTheory) {
  const RunSetup setup(
      testing::experiment_of({"workers=3", "objective.noise=0.1", "algorithm.step_size=1e-4",
                              "algorithm.iterations=1000000"}));
  constexpr std::uint64_t kTauMax = 40;
  const SideBound bound = side_bound(setup, kTauMax);
  const auto problem = convergence_problem(setup);
  ASSERT_TRUE(problem.has_value());
  const Asynchrony asynchrony{3, 8, kTauMax};
  EXPECT_EQ(bound.failure, corollary_6_7_failure_bound(*problem, 1e-4, asynchrony, 1'000'000));
  EXPECT_EQ(bound.price, price_of_asynchrony(*problem, asynchrony));
  ASSERT_TRUE(bound.step_size.has_value() && bound.time.has_value());
  const auto failure = [&](std::uint64_t time) {
    return corollary_6_7_failure_bound(*problem, *bound.step_size, asynchrony, time);
  };
  EXPECT_LE(failure(*bound.time), 0.5);
  EXPECT_GT(failure(*bound.time - 1), 0.5);
  // A step size above the recommended one is none that it speaks of.
  EXPECT_EQ(side_bound(RunSetup(testing::experiment_of({"objective.noise=0.1"})), 9).failure,
            std::nullopt);
  EXPECT_EQ(side_bound(RunSetup(testing::experiment_of({"algorithm.name=full_sgd"})), 9).price,
            std::nullopt);
}

TEST(TemporaryDirectory, IsGoneAtTheEnd) {
  std::string path;
  {
    const TemporaryDirectory directory;
    path = directory.path();
    EXPECT_TRUE(std::filesystem::is_directory(path));
    EXPECT_NE(TemporaryDirectory().path(), path);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

class Compare : public testing::InDirectory {
 protected:
  CompareRequest request(const std::vector<std::string>& settings) const {
    CompareRequest request;
    request.experiment = testing::experiment_of(settings);
    request.adversaries = {"uniform", "swarm"};
    request.workers = {2, 3};
    request.trials = 4;
    request.traces = path("");
    return request;
  }
};

const std::vector<std::string> kNoisy{"objective.noise=0.1", "algorithm.iterations=300", "seed=7",
                                      "adversary.tau=20"};

void expect_same(const TrialTally& a, const TrialTally& b) {
  EXPECT_EQ(to_proto(a).SerializeAsString(), to_proto(b).SerializeAsString());
}

TEST_F(Compare, SimulatedSidesAreTrials) {
  const CompareReport report = run_compare(request(kNoisy), {});
  ASSERT_EQ(report.sides.size(), 7U);
  const SideReport& swarm = report.sides[4];
  EXPECT_EQ(swarm.side.adversary, "swarm");
  EXPECT_EQ(swarm.side.workers, 3U);
  auto settings = kNoisy;
  settings.insert(settings.end(), {"adversary=swarm", "workers=3"});
  const RunSetup setup(testing::experiment_of(settings));
  EXPECT_EQ(report.curve_times, curve_times(300));
  TrialsRequest trials;
  trials.trials = 4;
  const TrialTally tally =
      run_trials(setup, trials, TrialTally(report.curve_times.size()), {}).tally;
  TrialTally without_losses = swarm.trials.tally;  // which only compare notes
  without_losses.losses = tally.losses;
  expect_same(without_losses, tally);
  EXPECT_EQ(swarm.hitting_time.median, tally.hitting_time_quantile(50));
  // A stale gradient overlaps tau iterations and the other worker's stale gradient.
  EXPECT_EQ(swarm.trials.tally.contention.maximum(), 21U);
  EXPECT_EQ(swarm.bound.price, side_bound(setup, 21).price);
  EXPECT_EQ(report.sides[0].side.workers, 1U);
  EXPECT_EQ(report.sides[0].price.value, 1);
  EXPECT_EQ(report.sides[0].trials.tally.contention.maximum(), 0U);
}

// Of curvature 1, f(x) is half of ||x - x*||^2.
TEST_F(Compare, NotesLosses) {
  const CompareReport report = run_compare(request(kNoisy), {});
  for (const SideReport& side : report.sides) {
    for (std::size_t k = 0; k < report.curve_times.size(); ++k) {
      EXPECT_EQ(side.trials.tally.losses[k].count(), 4U);
      const double half = side.trials.tally.curve[k].mean() / 2;
      EXPECT_NEAR(side.trials.tally.losses[k].mean(), half, 1e-12 * half);
    }
  }
}

TEST_F(Compare, TheSameForAnyNumberOfThreads) {
  CompareRequest asked = request(kNoisy);
  const CompareReport alone = run_compare(asked, {});
  asked.threads = 3;
  const CompareReport together = run_compare(asked, {});
  for (std::size_t k = 0; k < 5; ++k) {
    expect_same(alone.sides[k].trials.tally, together.sides[k].trials.tally);
  }
}

TEST_F(Compare, ThreadsAreMeasuredOnTheirTraces) {
  CompareRequest asked = request(kNoisy);
  asked.keeps_traces = true;
  const CompareReport report = run_compare(asked, {});
  const SideReport& three = report.sides[6];
  EXPECT_TRUE(three.side.on_threads());
  EXPECT_EQ(three.side.workers, 3U);
  std::uint64_t tau_max = 0;
  for (std::uint64_t trial = 0; trial < 4; ++trial) {
    const std::string trace = path("threads-3-trial-" + std::to_string(trial) + ".trace");
    const ReplayReport replayed = testing::replay(trace);
    EXPECT_FALSE(replayed.diverged);
    EXPECT_EQ(replayed.run.experiment.seed(), trial_seed(7, trial));
    EXPECT_EQ(replayed.run.experiment.machine().kind(), proto::THREADS);
    EXPECT_EQ(replayed.run.metrics.iterations(), 300U);
    tau_max = std::max(tau_max, replayed.run.metrics.tau_max());
  }
  EXPECT_EQ(three.trials.iterations, 1200U);
  EXPECT_EQ(three.trials.tally.contention.count(), 1200U);
  EXPECT_EQ(three.trials.tally.contention.maximum(), tau_max);
  ASSERT_TRUE(three.trials.threads.has_value());
  EXPECT_EQ(three.trials.threads->recorded_rates.size(), 4U);
  EXPECT_EQ(three.trials.threads->unrecorded_rates.size(), 4U);
  EXPECT_EQ(three.trials.threads->unrecorded_begun_during.count(), 1200U);
  EXPECT_GE(three.trials.threads->switches, 4U);

  ASSERT_EQ(report.pairs.size(), 4U);
  EXPECT_EQ(report.pairs[3].adversary, "swarm");
  EXPECT_EQ(report.pairs[3].workers, 3U);
  EXPECT_EQ(report.pairs[3].contention.statistic,
            ks_distance(report.sides[4].trials.tally.contention, three.trials.tally.contention));
  // C(8, 4) divisions.
  EXPECT_TRUE(report.pairs[3].delays->exact);
  EXPECT_EQ(report.pairs[3].delays->divided, 70U);
}

TEST_F(Compare, LeavesNoTracesThatAreNotAskedFor) {
  run_compare(request(kNoisy), {});
  EXPECT_TRUE(std::filesystem::is_empty(path("")));
}

TEST_F(Compare, FullSgd) {
  CompareRequest asked =
      request({"algorithm.name=full_sgd", "algorithm.epochs=3", "algorithm.iterations=100"});
  asked.adversaries = {"uniform"};
  const CompareReport report = run_compare(asked, {});
  EXPECT_EQ(report.curve_times.back(), 300U);
  for (const SideReport& side : report.sides) {
    EXPECT_EQ(side.trials.iterations, 1200U) << side.side.adversary;
    EXPECT_EQ(side.bound.price, std::nullopt);
  }
}

class InterruptedCompare : public Compare {
 protected:
  /// Interrupted once so many of the 28 trials are done.
  CompareReport after(std::uint64_t trials, CompareRequest asked) const {
    std::atomic<bool> interrupted = false;
    CompareWatch watch;
    watch.interrupted = &interrupted;
    watch.progress = [&](std::uint64_t done, std::uint64_t total) {
      EXPECT_EQ(total, 28U);
      interrupted = done >= trials;
    };
    return run_compare(asked, watch);
  }
};

TEST_F(InterruptedCompare, HasTheTrialsThatAreDone) {
  const CompareReport whole = run_compare(request(kNoisy), {});
  EXPECT_EQ(whole.trials(), 28U);
  EXPECT_FALSE(whole.interrupted);

  // Of five simulated sides twice, and of two once more.
  const CompareReport simulated = after(12, request(kNoisy));
  EXPECT_TRUE(simulated.interrupted);
  EXPECT_EQ(simulated.trials(), 12U);
  ASSERT_EQ(simulated.sides.size(), 5U);
  EXPECT_EQ(simulated.sides[1].trials.tally.trials, 3U);
  EXPECT_EQ(simulated.sides[2].trials.tally.trials, 2U);
  EXPECT_TRUE(simulated.pairs.empty());

  // The first trial with three threads is one after that with two.
  CompareRequest asked = request(kNoisy);
  asked.keeps_traces = true;
  asked.traces = path("some");
  std::filesystem::create_directory(asked.traces);
  const CompareReport some = after(21, asked);
  EXPECT_TRUE(some.interrupted);
  EXPECT_EQ(some.trials(), 21U);
  ASSERT_EQ(some.sides.size(), 6U);
  EXPECT_EQ(some.sides[5].trials.tally.trials, 1U);
  EXPECT_EQ(some.sides[5].trials.threads->unrecorded_rates.size(), 1U);
  for (std::size_t k = 0; k < 5; ++k) {
    expect_same(some.sides[k].trials.tally, whole.sides[k].trials.tally);
  }
  // Those with two workers; what was not compared has no trace.
  ASSERT_EQ(some.pairs.size(), 2U);
  EXPECT_EQ(some.pairs[1].adversary, "swarm");
  EXPECT_EQ(some.pairs[1].workers, 2U);
  EXPECT_TRUE(std::filesystem::exists(path("some/threads-2-trial-0.trace")));
  EXPECT_FALSE(std::filesystem::exists(path("some/threads-3-trial-0.trace")));
}

TEST_F(InterruptedCompare, AtOnce) {
  std::atomic<bool> interrupted = true;
  CompareWatch watch;
  watch.interrupted = &interrupted;
  const CompareReport report = run_compare(request(kNoisy), watch);
  EXPECT_TRUE(report.interrupted);
  EXPECT_TRUE(report.sides.empty());
}

TEST_F(Compare, AFailingAdversaryIsReported) {
  // Worker 0 alone, for more steps than it has here.
  testing::record(testing::experiment_of({"workers=2", "adversary=sequential",
                                          "objective.dimension=1", "algorithm.iterations=300000"}),
                  path("long.trace"));
  CompareRequest asked = request({"adversary.trace=" + path("long.trace")});
  asked.adversaries = {"replay"};
  const CompareReport report = run_compare(asked, {});
  ASSERT_TRUE(report.failure.has_value());
  EXPECT_EQ(report.failure->where, "replay, n = 2, trial 0");
  EXPECT_TRUE(report.failure->detail.starts_with("the adversary chose worker 0, which has ended"));
}

TEST_F(Compare, WhatCannotBeRun) {
  CompareRequest asked = request(kNoisy);
  asked.adversaries = {"fixed"};
  EXPECT_EQ(error_of([&] { run_compare(asked, {}); }),
            "adversary 'fixed' needs a schedule; set adversary.schedule={worker: 0 steps: 3},... "
            "or adversary.schedule_file=FILE");
  asked = request(kNoisy);
  asked.traces = path("nowhere");
  EXPECT_NE(error_of([&] { run_compare(asked, {}); }).find("threads-2-trial-0.trace"),
            std::string::npos);
}

}  // namespace
}  // namespace hogtie
