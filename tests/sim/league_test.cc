#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/files/temporary_directory.h"
#include "core/random/trial_seed.h"
#include "sim/studies/common/run_failure.h"
#include "sim/studies/league/hitting_trial.h"
#include "sim/studies/league/league_point.h"
#include "sim/studies/league/league_result.h"
#include "sim/studies/league/run_league.h"
#include "sim/studies/league/step_size_search.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::error_of;
using testing::experiment_of;

LeagueRequest request(const std::vector<std::string>& algorithms,
                      const std::vector<std::string>& adversaries,
                      const std::vector<std::string>& settings = {}) {
  LeagueRequest request;
  request.experiment = experiment_of({"objective.noise=0.3", "adversary.tau=16"});
  request.experiment.MergeFrom(experiment_of(settings));
  request.algorithms = algorithms;
  request.adversaries = adversaries;
  request.trials = 20;
  request.threads = 2;
  return request;
}

LeagueReport run(const LeagueRequest& request) {
  return run_league(request, {});
}

// The search.

/// A time that is least, 100, at `best`, and as the cut-off asks.
StepSizeScore valley(double best, double step_size, std::uint64_t cut_off) {
  const double time = 100 * (1 + std::abs(std::log2(step_size / best)));
  const auto rounded = static_cast<std::uint64_t>(std::lround(time));
  if (rounded > cut_off) return {};
  return {rounded, 20};
}

TEST(BestStepSize, FindsTheLeastTime) {
  // Within the powers of two around the anchor, beyond them on both sides, and between them; with
  // one cut-off, and with some that are too early.
  for (const std::vector<std::uint64_t>& cut_offs :
       {std::vector<std::uint64_t>{100'000}, {10, 99, 100'000}}) {
    for (const double best : {1.0, 1.0 / 1024, 0x1p-20, 0x1p15, 0.1, 3.7}) {
      const auto found =
          best_step_size(1, cut_offs, [&](double step_size, const ScoreLimits& limits) {
            return valley(best, step_size, limits.cut_off);
          });
      ASSERT_TRUE(found.has_value());
      EXPECT_LE(std::abs(std::log2(*found / best)), 0.126) << best;
    }
  }
}

TEST(BestStepSize, AsksNoLaterThanTheFirstCutOffWithATime) {
  // At 1/2 the time is 100, at 1/4 and 1 it is 200: from 1/16 down, which is first, no power of
  // two has one up to 250, and from 1/8 on the best is the cut-off.
  std::vector<std::uint64_t> asked;
  const std::vector<std::uint64_t> cut_offs{50, 250, 1'000'000};
  best_step_size(1, cut_offs, [&](double step_size, const ScoreLimits& limits) {
    asked.push_back(limits.cut_off);
    return valley(0.5, step_size, limits.cut_off);
  });
  // 14 powers of two at 50; then 7 and 1/8 at 250, 1/4 too, 1/2 at its 200, all others at 100.
  std::vector<std::uint64_t> expected(14, 50);
  expected.insert(expected.end(), 9, 250);
  expected.push_back(200);
  ASSERT_GT(asked.size(), expected.size());
  expected.resize(asked.size(), 100);
  EXPECT_EQ(asked, expected);
}

TEST(BestStepSize, TheSmallestOfSeveral) {
  // All from 1/8 to 2 are as good: the smallest that is tried is 1/8 itself, and of those next to
  // it none is.
  const std::vector<std::uint64_t> cut_offs{100};
  const auto found = best_step_size(1, cut_offs, [](double step_size, const ScoreLimits&) {
    return StepSizeScore{step_size >= 0.125 && step_size <= 2 ? 7U : 9U, 20};
  });
  EXPECT_EQ(found, 0.125);
}

TEST(BestStepSize, WithoutATimeTheMostHits) {
  // Hits before the last cut-off say nothing; there, those of the best are to be beaten.
  const std::vector<std::uint64_t> cut_offs{10, 100};
  std::uint64_t most = 0;
  const auto found = best_step_size(1, cut_offs, [&](double step_size, const ScoreLimits& limits) {
    if (limits.cut_off == 10) return StepSizeScore{std::nullopt, step_size == 2 ? 9U : 0U};
    EXPECT_EQ(limits.least_hits, most);
    const StepSizeScore score{std::nullopt, step_size == 0.25 ? 3U : step_size > 0.25 ? 0U : 2U};
    most = std::max(most, score.hits);
    return score;
  });
  EXPECT_EQ(found, 0.25);
  EXPECT_EQ(most, 3U);
  EXPECT_EQ(best_step_size(1, cut_offs, [](double, const ScoreLimits&) { return StepSizeScore{}; }),
            std::nullopt);
}

TEST(BestStepSize, IsLookedForFartherDownWhereNoTrialHits) {
  const std::vector<std::uint64_t> cut_offs{10};
  const auto found = [&](double hitting) {
    return best_step_size(1, cut_offs, [&](double step_size, const ScoreLimits&) {
      return step_size == hitting ? StepSizeScore{7, 20} : StepSizeScore{};
    });
  };
  EXPECT_EQ(found(0x1p-14), 0x1p-14);
  EXPECT_EQ(found(0x1p-15), std::nullopt);
}

// One trial.

TEST(HittingTrial, HasTheHittingTimeOfTheRun) {
  for (const char* const algorithm : {"epoch_sgd", "hogwild", "averaged_sgd", "full_sgd"}) {
    const proto::Experiment experiment =
        experiment_at(experiment_of({"objective.noise=0.3"}), {algorithm, "swarm", 4}, 0.05, 2000);
    const RunSetup setup(experiment);
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      proto::Experiment seeded = experiment;
      seeded.set_seed(seed);
      const RunReport whole = run_experiment(seeded, std::nullopt, {});
      ASSERT_TRUE(whole.metrics.has_hitting_time());
      const std::uint64_t time = whole.metrics.hitting_time();
      const HittingTrial trial = hitting_trial(setup, seed, 2000, {});
      EXPECT_EQ(trial.end, TrialEnd::kHit);
      EXPECT_EQ(trial.hitting_time, time) << algorithm;
      EXPECT_LT(trial.steps, whole.metrics.steps());
      // The cut-off is the last time that counts.
      EXPECT_EQ(hitting_trial(setup, seed, time, {}).hitting_time, time);
      EXPECT_EQ(hitting_trial(setup, seed, time - 1, {}).end, TrialEnd::kLate);
    }
  }
}

TEST(HittingTrial, EndsOnceDiverged) {
  // |1 - 3| > 1: x doubles with every iteration, to 1e6 in 20, and the run has 1e9.
  const RunSetup setup(
      experiment_at(experiment_of({}), {"epoch_sgd", "sequential", 1}, 3, 1'000'000'000));
  EXPECT_EQ(hitting_trial(setup, 1, 1'000'000'000, {}).end, TrialEnd::kDiverged);
}

TEST(HittingTrial, IsInterrupted) {
  const RunSetup setup(
      experiment_at(experiment_of({}), {"epoch_sgd", "uniform", 4}, 1e-9, 1'000'000'000));
  const std::atomic<bool> interrupted{true};
  Watch watch;
  watch.interrupted = &interrupted;
  EXPECT_THROW(hitting_trial(setup, 1, 1'000'000'000, watch), Interrupted);
}

TEST(HittingTrial, CountsLostUpdates) {
  const RunSetup setup(
      experiment_at(experiment_of({"objective.noise=0.3"}), {"hogwild", "uniform", 4}, 0.05, 2000));
  const HittingTrial trial = hitting_trial(setup, 1, 2000, {});
  EXPECT_GT(trial.lost, 0U);
  EXPECT_GT(trial.updates, trial.lost);
}

// Its experiments.

TEST(LeaguePoint, TakesTheSettingsThatAreItsOwn) {
  const proto::Experiment settings =
      experiment_of({"algorithm.momentum=0.5", "algorithm.bits=4", "adversary.tau=7",
                     "adversary.burst=3", "adversary.tau_max=9"});
  const auto momentum = experiment_at(settings, {"momentum_sgd", "swarm", 4}, 0.1, 100);
  EXPECT_EQ(momentum.algorithm().momentum(), 0.5);
  EXPECT_FALSE(momentum.algorithm().has_bits());
  EXPECT_EQ(momentum.adversary().tau(), 7U);
  EXPECT_FALSE(momentum.adversary().has_burst());
  EXPECT_EQ(momentum.adversary().tau_max(), 9U);
  const auto bursts = experiment_at(settings, {"buckwild", "bursts", 4}, 0.1, 100);
  EXPECT_EQ(bursts.algorithm().bits(), 4U);
  EXPECT_EQ(bursts.adversary().burst(), 3);
}

TEST(LeaguePoint, DividesTheBudgetAmongEpochs) {
  const auto full = experiment_at(experiment_of({}), {"full_sgd", "uniform", 4}, 0.1, 1002);
  EXPECT_EQ(full.algorithm().epochs(), 4U);
  EXPECT_EQ(full.algorithm().iterations(), 251U);  // 1002/4, rounded up
  const auto given =
      experiment_at(experiment_of({"algorithm.epochs=3"}), {"full_sgd", "uniform", 4}, 0.1, 1002);
  EXPECT_EQ(given.algorithm().iterations(), 334U);
  const auto none =
      experiment_at(experiment_of({"algorithm.epochs=3"}), {"hogwild", "uniform", 4}, 0.1, 1002);
  EXPECT_EQ(none.algorithm().iterations(), 1002U);
  EXPECT_FALSE(none.algorithm().has_epochs());
}

// The league.

TEST(League, SequentialHasPriceOneUnderEveryAdversary) {
  const LeagueReport report =
      run(request({"sequential_sgd"}, {"uniform", "stale_gradient", "noise_selector", "greedy"}));
  ASSERT_EQ(report.cells.size(), 4U);
  for (const LeagueCell& cell : report.cells) {
    EXPECT_EQ(cell.best_step_size, report.sequential.step_size) << cell.point.adversary;
    EXPECT_EQ(cell.tuned.hitting_times, report.sequential.hitting_times);
    EXPECT_EQ(cell.tuned_under_uniform.price(report.sequential).value, 1);
  }
}

TEST(League, TheBestStepSizeWithoutNoiseIsOneOverTheCurvature) {
  // With α = 1/c the first step lands on x*; for all others tried, farther than 2^(1/8) from it,
  // ||x_1 - x*||^2 = 8 (1 - α c)^2 > 8 * 0.08^2 > 0.01.
  for (const char* const curvature : {"1", "4", "0.3"}) {
    const LeagueReport report =
        run(request({"sequential_sgd"}, {"uniform"},
                    {"objective.noise=0", "objective.curvature=" + std::string(curvature)}));
    EXPECT_NEAR(report.sequential.step_size * std::stod(curvature), 1, 1e-12);
    EXPECT_EQ(report.sequential.hitting_time().median, 1U);
    EXPECT_EQ(report.budget, kLeastBudget);
  }
}

TEST(League, LeashedSgdDivergesInWhatItPublishes) {
  // At alpha = 4 every iteration multiplies x by -3, or by more.
  proto::Experiment experiment = experiment_of(
      {"algorithm.name=leashed_sgd", "objective.dimension=1", "algorithm.step_size=4", "workers=2",
       "algorithm.iterations=10000", "success.epsilon=0.01", "adversary.name=uniform"});
  const HittingTrial trial = hitting_trial(RunSetup(experiment), 1, 10'000, {});
  EXPECT_EQ(trial.end, TrialEnd::kDiverged);
  EXPECT_LT(trial.steps, 10'000u);
}

TEST(League, TheLockStarves) {
  // Its holder is held back until others have run 16 iterations, which they need the lock for.
  const LeagueReport report = run(request({"locked_sgd"}, {"stale_gradient"}));
  ASSERT_EQ(report.cells.size(), 1U);
  const LeagueCell& cell = report.cells.front();
  EXPECT_EQ(cell.best_step_size, std::nullopt);
  EXPECT_EQ(cell.tuned.step_size, report.sequential.step_size);
  EXPECT_EQ(cell.tuned.starved, 20U);
  EXPECT_EQ(cell.tuned.failures(), 20U);
  EXPECT_GT(cell.tuned.spins, 0U);
  EXPECT_EQ(cell.tuned.hitting_time().median, std::nullopt);
  EXPECT_EQ(cell.tuned.price(report.sequential).value, std::nullopt);
  EXPECT_TRUE(cell.best_under_uniform.has_value());
}

TEST(League, TunedAgainstItIsNoWorse) {
  // What noise_selector does to the step size that is best under uniform.
  const LeagueReport report = run(request({"delay_adaptive_sgd"}, {"noise_selector"}));
  const LeagueCell& cell = report.cells.front();
  ASSERT_TRUE(cell.best_step_size && cell.best_under_uniform);
  EXPECT_LT(*cell.best_step_size, *cell.best_under_uniform);
  EXPECT_EQ(cell.tuned.failures(), 0U);
  EXPECT_GT(cell.tuned_under_uniform.failures(), 0U);
}

TEST(League, IsTheSameForAnyNumberOfThreads) {
  LeagueRequest one = request({"epoch_sgd", "hogwild"}, {"swarm", "resonance"});
  one.threads = 1;
  const LeagueReport a = run(one);
  one.threads = 3;
  const LeagueReport b = run(one);
  ASSERT_EQ(a.cells.size(), 4U);
  ASSERT_EQ(b.cells.size(), 4U);
  EXPECT_EQ(a.budget, b.budget);
  for (std::size_t k = 0; k < a.cells.size(); ++k) {
    EXPECT_EQ(a.cells[k].point.adversary, b.cells[k].point.adversary);
    EXPECT_EQ(a.cells[k].best_step_size, b.cells[k].best_step_size);
    EXPECT_EQ(a.cells[k].tuned.hitting_times, b.cells[k].tuned.hitting_times);
    EXPECT_EQ(a.cells[k].tuned.steps, b.cells[k].tuned.steps);
    EXPECT_EQ(a.cells[k].tuned_under_uniform.hitting_times,
              b.cells[k].tuned_under_uniform.hitting_times);
  }
}

TEST(League, ItsTrialsAreThoseOfTheExperiment) {
  const LeagueReport report = run(request({"epoch_sgd"}, {"swarm"}));
  const LeagueCell& cell = report.cells.front();
  ASSERT_EQ(cell.tuned.failures(), 0U);
  proto::Experiment experiment =
      experiment_at(request({}, {}).experiment, cell.point, cell.tuned.step_size, report.budget);
  experiment.set_seed(trial_seed(1, 7));
  EXPECT_EQ(run_experiment(experiment, std::nullopt, {}).metrics.hitting_time(),
            cell.tuned.hitting_times[7]);
}

TEST(League, TheBudgetIsGivenOrAMultiple) {
  const LeagueReport report = run(request({"epoch_sgd"}, {"uniform"}));
  EXPECT_EQ(report.budget,
            kBudgetInHittingTimes * report.sequential.hitting_time().median.value_or(0));
  EXPECT_EQ(run(request({"epoch_sgd"}, {"uniform"}, {"algorithm.iterations=500"})).budget, 500U);
}

TEST(League, LeavesOutWhatCannotRun) {
  LeagueRequest chosen = request({"epoch_sgd", "asaga"}, {"uniform", "replay"});
  chosen.leaves_out_algorithms = chosen.leaves_out_adversaries = true;
  const LeagueReport report = run(chosen);
  EXPECT_EQ(report.algorithms, std::vector<std::string>{"epoch_sgd"});
  EXPECT_EQ(report.adversaries, std::vector<std::string>{"uniform"});
  ASSERT_EQ(report.left_out.size(), 2U);
  EXPECT_EQ(report.left_out[0].name, "asaga");
  EXPECT_EQ(report.left_out[1].name, "replay");
  chosen.leaves_out_algorithms = false;
  EXPECT_TRUE(error_of([&] { run(chosen); }).starts_with("algorithm 'asaga' needs "));
}

TEST(League, WhatCannotBeMeasured) {
  EXPECT_TRUE(error_of([] {
                run(request({"epoch_sgd"}, {"uniform"}, {"success.epsilon=9"}));
              }).starts_with("x_0 is in the success region already"));
  EXPECT_TRUE(error_of([] {
                run(request({"epoch_sgd"}, {"uniform"},
                            {"success.epsilon=1e-9", "algorithm.iterations=50"}));
              }).starts_with("sequential_sgd does not reach the success region in 50 iterations"));
}

TEST(League, AnInterruptLeavesTheCellsThatAreDone) {
  LeagueRequest one = request({"epoch_sgd"}, {"uniform", "swarm", "max_delay"});
  one.threads = 1;
  std::atomic<bool> interrupted{false};
  LeagueWatch watch;
  watch.interrupted = &interrupted;
  // One search under uniform, and two cells of three.
  watch.progress = [&](std::uint64_t done, std::uint64_t total) {
    EXPECT_EQ(total, 4U);
    interrupted = done == 3;
  };
  const LeagueReport report = run_league(one, watch);
  EXPECT_TRUE(report.interrupted);
  EXPECT_EQ(report.cells_in_all, 3U);
  ASSERT_EQ(report.cells.size(), 2U);
  EXPECT_EQ(report.cells[1].point.adversary, "swarm");
  EXPECT_EQ(report.cells[1].tuned.trials, 20U);
}

TEST(League, SaysHowFarSequentialIs) {
  LeagueWatch watch;
  std::vector<std::uint64_t> steps;
  bool measured = false;
  watch.sequential = [&](std::uint64_t so_far) {
    EXPECT_FALSE(measured);
    steps.push_back(so_far);
  };
  watch.progress = [&](std::uint64_t, std::uint64_t) { measured = true; };
  const LeagueReport report = run_league(request({"epoch_sgd"}, {"uniform"}), watch);
  EXPECT_TRUE(measured);
  EXPECT_TRUE(std::ranges::is_sorted(steps));
  ASSERT_FALSE(steps.empty());
  EXPECT_GE(steps.back(), report.sequential.steps);
}

TEST(League, AnInterruptOfSequentialLeavesNothing) {
  std::atomic<bool> interrupted{false};
  LeagueWatch watch;
  watch.interrupted = &interrupted;
  watch.sequential = [&](std::uint64_t) { interrupted = true; };
  const LeagueReport report = run_league(request({"epoch_sgd"}, {"uniform"}), watch);
  EXPECT_TRUE(report.interrupted);
  EXPECT_EQ(report.sequential.trials, 0U);
  EXPECT_TRUE(report.cells.empty());
}

TEST(League, OnThreads) {
  const TemporaryDirectory directory;
  LeagueRequest small = request({"epoch_sgd", "locked_sgd"}, {"uniform"});
  small.trials = 3;
  small.hardware = {1, 2};
  small.traces = directory.path();
  const LeagueReport report = run(small);
  ASSERT_EQ(report.cells.size(), 6U);
  // By algorithm, threads last.
  EXPECT_EQ(report.cells[1].point.algorithm, "epoch_sgd");
  EXPECT_TRUE(report.cells[1].point.on_threads());
  EXPECT_EQ(report.cells[2].point.workers, 2U);
  EXPECT_EQ(report.cells[3].point.algorithm, "locked_sgd");
  // One thread is sequential SGD, whoever schedules it.
  EXPECT_EQ(report.cells[1].best_step_size, report.sequential.step_size);
  EXPECT_EQ(report.cells[1].tuned.hitting_times, report.sequential.hitting_times);
  for (const LeagueCell& cell : report.cells) EXPECT_EQ(cell.tuned.trials, 3U);
}

}  // namespace
}  // namespace hogtie
