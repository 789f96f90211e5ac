#include "sim/studies/trials/run_trials.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/monitors/view_monitor.h"
#include "core/random/trial_seed.h"
#include "sim/studies/common/curve_times.h"
#include "sim/studies/run/run.h"
#include "sim/studies/trials/state_file.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::error_of;
using testing::experiment_of;

// Some trials reach the region, and some do not.
const std::vector<std::string> kNoisy{"workers=3",
                                      "objective.dimension=2",
                                      "objective.noise=1.5",
                                      "objective.initial=2",
                                      "algorithm.iterations=40",
                                      "algorithm.step_size=0.2",
                                      "success.epsilon=0.01",
                                      "seed=12"};

TrialTally nothing(const RunSetup& setup) {
  return TrialTally(curve_times(iterations_in_all(setup.algorithm())).size());
}

TrialsReport run(const RunSetup& setup, const TrialsRequest& request,
                 const TrialsWatch& watch = {}) {
  return run_trials(setup, request, nothing(setup), watch);
}

TrialsRequest request_of(std::uint64_t trials, std::uint32_t threads = 1) {
  TrialsRequest request;
  request.trials = trials;
  request.threads = threads;
  return request;
}

// Equal where every bit is.
std::string bits(const TrialTally& tally) {
  return to_proto(tally).SerializeAsString();
}

TEST(CurveTimes, EightToADecade) {
  EXPECT_EQ(curve_times(1), (std::vector<std::uint64_t>{0, 1}));
  EXPECT_EQ(curve_times(7), (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5, 7}));
  EXPECT_EQ(curve_times(200), (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5, 7, 10, 13, 18, 24, 32,
                                                          42, 56, 75, 100, 130, 180, 200}));
  const auto longest = curve_times(~std::uint64_t{0});
  EXPECT_TRUE(std::is_sorted(longest.begin(), longest.end()));
  EXPECT_EQ(longest.back(), ~std::uint64_t{0});
  EXPECT_LT(longest.size(), 160U);
}

TEST(TrialSeed, DiffersBetweenTrialsAndExperiments) {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    for (std::uint64_t trial = 0; trial < 30; ++trial) seeds.insert(trial_seed(seed, trial));
  }
  EXPECT_EQ(seeds.size(), 900U);
}

TEST(Trials, AddUpTheRunsOfTheirSeeds) {
  constexpr std::uint64_t kTrials = 60;
  const RunSetup setup(experiment_of(kNoisy));
  const TrialsReport report = run(setup, request_of(kTrials, 2));
  ASSERT_EQ(report.tally.trials, kTrials);
  EXPECT_FALSE(report.interrupted);
  EXPECT_FALSE(report.narrow_enough);

  std::vector<std::uint64_t> times;
  std::uint64_t steps = 0;
  std::uint64_t tau_max = 0;
  double distance = 0;
  double loss = 0;
  double mean_delays = 0;
  std::pair<std::uint64_t, double> worst{0, 0};
  std::uint64_t worst_trial = 0;
  for (std::uint64_t k = 0; k < kTrials; ++k) {
    proto::Experiment experiment = setup.experiment();
    experiment.set_seed(trial_seed(12, k));
    const proto::Metrics m = run_experiment(experiment, std::nullopt, {}).metrics;
    if (m.has_hitting_time()) times.push_back(m.hitting_time());
    steps += m.steps();
    tau_max = std::max(tau_max, m.tau_max());
    distance += m.final_distance() / kTrials;
    loss += m.final_loss() / kTrials;
    mean_delays += m.delays_by_start().mean() / kTrials;
    const std::pair rank{m.has_hitting_time() ? m.hitting_time() : ~std::uint64_t{0},
                         m.final_distance()};
    if (rank > worst) {
      worst = rank;
      worst_trial = k;
    }
  }
  const TrialTally& tally = report.tally;
  ASSERT_GT(times.size(), 10U);
  ASSERT_LT(times.size(), kTrials - 5);
  std::sort(times.begin(), times.end());
  EXPECT_EQ(tally.failures(), kTrials - times.size());
  EXPECT_EQ(tally.cut_short, 0U);
  EXPECT_EQ(tally.steps, steps);
  EXPECT_EQ(tally.contention.maximum(), tau_max);
  EXPECT_EQ(tally.contention.count(), kTrials * 40);
  EXPECT_NEAR(tally.final_distance.mean(), distance, 1e-12);
  EXPECT_NEAR(tally.final_loss.mean(), loss, 1e-12);
  EXPECT_NEAR(tally.delays[kByStart].mean(), mean_delays, 1e-12);  // all have 40 iterations
  ASSERT_TRUE(tally.worst.has_value());
  EXPECT_EQ(tally.worst->trial, worst_trial);
  EXPECT_EQ(tally.worst->final_distance, worst.second);
  EXPECT_EQ(tally.worst->hitting_time, std::nullopt);

  // Of 60 trials, 10 % are 6. A quantile that only trials without success reach is censored.
  EXPECT_EQ(tally.hitting_time_quantile(10), times[5]);
  EXPECT_EQ(tally.hitting_time_quantile(99), std::nullopt);
  const auto reached = static_cast<std::uint32_t>(100 * times.size() / kTrials);
  EXPECT_TRUE(tally.hitting_time_quantile(reached).has_value());
  EXPECT_FALSE(tally.hitting_time_quantile(reached + 2).has_value());
}

TEST(Trials, TheCurveIsThatOfTheIterates) {
  // Without noise, one worker: ||x_t||^2 = 3 * 0.8^(2t), in every trial.
  const RunSetup setup(experiment_of({"workers=1", "objective.dimension=3",
                                      "algorithm.step_size=0.2", "algorithm.iterations=50"}));
  const auto times = curve_times(50);
  const TrialsReport report = run(setup, request_of(5));
  ASSERT_EQ(report.tally.curve.size(), times.size());
  for (std::size_t k = 0; k < times.size(); ++k) {
    const Moments& moments = report.tally.curve[k];
    EXPECT_EQ(moments.count(), 5U);
    EXPECT_NEAR(moments.mean() / (3 * std::pow(0.8, 2 * static_cast<double>(times[k]))), 1, 1e-12);
    EXPECT_EQ(moments.least(), moments.most());
  }
}

TEST(Trials, TheCurveOfFullSgdGoesOverAllEpochs) {
  const RunSetup setup(experiment_of({"algorithm.name=full_sgd", "algorithm.epochs=3",
                                      "algorithm.iterations=30", "objective.noise=0.1"}));
  const TrialsReport report = run(setup, request_of(4));
  EXPECT_EQ(curve_times(iterations_in_all(setup.algorithm())).back(), 90U);
  EXPECT_EQ(report.tally.curve.back().count(), 4U);
  EXPECT_LT(report.tally.curve.back().mean(), report.tally.curve.front().mean());
}

TEST(Trials, AreTheSameForAnyNumberOfThreads) {
  for (const std::string adversary : {"uniform", "max_delay", "weighted"}) {
    auto settings = kNoisy;
    settings.push_back("adversary.name=" + adversary);
    const RunSetup setup(experiment_of(settings));
    const std::string alone = bits(run(setup, request_of(300, 1)).tally);
    EXPECT_EQ(bits(run(setup, request_of(300, 2)).tally), alone);
    EXPECT_EQ(bits(run(setup, request_of(300, 8)).tally), alone);
  }
}

TEST(Trials, StopWhereTheIntervalIsNarrowEnough) {
  const RunSetup setup(experiment_of(kNoisy));
  for (const std::uint32_t threads : {1U, 2U, 8U}) {
    TrialsRequest request = request_of(100'000, threads);
    request.target_width = 0.08;
    const TrialsReport report = run(setup, request);
    EXPECT_TRUE(report.narrow_enough);
    EXPECT_FALSE(report.interrupted);
    EXPECT_LE(report.tally.failure_interval(0.95).width(), 0.08);
    EXPECT_EQ(report.tally.trials % kTrialsBetweenLooks, 0U);
    // The same as so many trials in one go; at the look before it was not narrow enough.
    EXPECT_EQ(bits(report.tally), bits(run(setup, request_of(report.tally.trials)).tally));
    const auto before = run(setup, request_of(report.tally.trials - kTrialsBetweenLooks));
    EXPECT_GT(before.tally.failure_interval(0.95).width(), 0.08);
    // Gone on with, they are over at once.
    EXPECT_EQ(bits(run_trials(setup, request, report.tally, {}).tally), bits(report.tally));
  }
}

TEST(Trials, InterruptedAndGoneOnWithAreAsInOneGo) {
  const RunSetup setup(experiment_of(kNoisy));
  const std::string whole = bits(run(setup, request_of(400)).tally);
  for (const std::uint32_t threads : {1U, 2U, 8U}) {
    TrialTally tally = nothing(setup);
    int interruptions = 0;
    while (tally.trials < 400) {
      std::atomic<bool> interrupted = false;
      const std::uint64_t until = tally.trials + 61;
      const TrialsWatch watch{[&](std::uint64_t done) {
                                if (done >= until) interrupted = true;
                              },
                              &interrupted};
      const TrialsReport report = run_trials(setup, request_of(400, threads), tally, watch);
      ASSERT_GE(report.tally.trials, std::min<std::uint64_t>(until, 400));
      EXPECT_EQ(report.interrupted, report.tally.trials < 400);
      if (report.interrupted) ++interruptions;
      // Through what a file holds of it.
      tally = from_proto(to_proto(report.tally), tally.curve.size());
    }
    EXPECT_GE(interruptions, 2);
    EXPECT_EQ(bits(tally), whole);
  }
}

TEST(Trials, AnInterruptEndsALongTrial) {
  const RunSetup setup(experiment_of({"algorithm.iterations=1000000000000"}));
  std::atomic<bool> interrupted = true;
  const TrialsReport report = run(setup, request_of(3), {nullptr, &interrupted});
  EXPECT_TRUE(report.interrupted);
  EXPECT_EQ(report.tally.trials, 0U);
  EXPECT_EQ(report.tally.worst.has_value(), false);
}

TEST(Trials, LeavingTheBallIsCounted) {
  // From 2 in one coordinate, R = 2. With α = 0.5 every iterate and view is inside, with α = 2.5
  // the first iteration leads to -3.
  const std::vector<std::string> settings{"workers=1", "objective.dimension=1",
                                          "objective.initial=2", "algorithm.iterations=20"};
  const auto left = [&](const std::string& setting) {
    auto more = settings;
    more.push_back(setting);
    return run(RunSetup(experiment_of(more)), request_of(10)).tally.left_ball;
  };
  EXPECT_EQ(left("algorithm.step_size=0.5"), 0U);
  EXPECT_EQ(left("algorithm.step_size=2.5"), 10U);
  // Within a smaller ball not even x_0 is, nor the first view.
  EXPECT_EQ(left("objective.radius=1.9"), 10U);
}

TEST(Trials, AViewIsInTheBallOrNot) {
  // Two workers' views, read in turns; ||v||^2 <= 1.
  const std::vector<double> optimum{0, 0};
  ViewMonitor views(2, optimum, 1.0);
  const Execution execution({2, 1}, 2, 0);
  const auto read = [&](std::uint32_t worker, std::uint32_t target, double value) {
    views.step(execution, {0, worker, {OperationKind::kRead, target}, {to_word(value), true}});
  };
  views.iteration_begun(execution, 0, 0, 0);
  views.iteration_begun(execution, 1, 1, 1);
  read(0, 0, 0.8);
  read(1, 0, -0.6);
  read(1, 1, 0.8);  // 1.0: on the edge
  read(0, 2, 5.0);  // a counter
  EXPECT_FALSE(views.left_ball());
  views.iteration_begun(execution, 1, 2, 9);
  read(1, 0, 1.0);
  EXPECT_FALSE(views.left_ball());
  // To be updated, by a read and a write: not of the view.
  read(1, 0, 1.0);
  read(1, 1, 1.0);
  EXPECT_FALSE(views.left_ball());
  read(0, 1, 0.61);  // 0.64 + 0.3721
  EXPECT_TRUE(views.left_ball());
}

TEST(Trials, ThoseCutShortAreCounted) {
  auto settings = kNoisy;
  settings.push_back("limits.steps=50");
  const RunSetup setup(experiment_of(settings));
  const TrialsReport report = run(setup, request_of(20));
  EXPECT_EQ(report.tally.cut_short, 20U);
  EXPECT_EQ(report.tally.steps, 1000U);
  // They have not come to the end of the curve.
  EXPECT_EQ(report.tally.curve.front().count(), 20U);
  EXPECT_EQ(report.tally.curve.back().count(), 0U);
}

class TrialsFiles : public testing::InDirectory {};

TEST_F(TrialsFiles, AFailingAdversaryEndsThem) {
  // Worker 0 alone, for more steps than it has here.
  testing::record(experiment_of({"workers=2", "adversary=sequential", "objective.dimension=1",
                                 "algorithm.iterations=300000"}),
                  path("long.trace"));
  const RunSetup setup(experiment_of(
      {"workers=2", "adversary.name=replay", "adversary.trace=" + path("long.trace")}));
  for (const std::uint32_t threads : {1U, 4U}) {
    const TrialsReport report = run(setup, request_of(50, threads));
    ASSERT_TRUE(report.failure.has_value());
    EXPECT_EQ(report.failure->trial, 0U);
    EXPECT_EQ(report.failure->detail.substr(0, 24), "the adversary chose work");
    EXPECT_EQ(report.tally.trials, 0U);
    EXPECT_FALSE(report.interrupted);
  }
}

TEST_F(TrialsFiles, AnExperimentThatCannotBeRunIsAnError) {
  const RunSetup setup(experiment_of(
      {"objective.name=matrix_completion", "success.loss=1", "adversary.name=greedy"}));
  EXPECT_EQ(error_of([&] { run(setup, request_of(50, 2)); }),
            "adversary 'greedy' goes by x*, which this objective has none of; use one that does "
            "not, such as 'swarm'");
}

proto::TrialsState state_of(const RunSetup& setup) {
  proto::TrialsState state = make_trials_state(setup.experiment());
  state.set_trials(77);
  *state.mutable_tally() = to_proto(run(setup, request_of(9)).tally);
  return state;
}

TEST_F(TrialsFiles, AStateIsKept) {
  const RunSetup setup(experiment_of(kNoisy));
  const proto::TrialsState state = state_of(setup);
  save_trials(path("t.state"), state);
  const proto::TrialsState loaded = load_trials(path("t.state"));
  EXPECT_EQ(loaded.SerializeAsString(), state.SerializeAsString());
  EXPECT_NO_THROW(check_trials(path("t.state"), loaded, setup.experiment()));
  // An experiment that leaves its epochs to the constants is the one in which they are set.
  const RunSetup full(experiment_of({"algorithm.name=full_sgd"}));
  EXPECT_NO_THROW(check_trials("t", state_of(full), full.experiment()));
}

TEST_F(TrialsFiles, AStateOfAnotherExperimentIsRefused) {
  const RunSetup setup(experiment_of(kNoisy));
  proto::TrialsState state = state_of(setup);
  auto other = kNoisy;
  other.push_back("workers=4");
  EXPECT_EQ(
      error_of([&] { check_trials("t", state, RunSetup(experiment_of(other)).experiment()); }),
      "t: its trials are of another experiment, with workers=3 where this has 4; leave the "
      "settings out to go on with that one");
  state.set_build("another");
  state.set_version("0.0.1");
  EXPECT_EQ(error_of([&] { check_trials("t", state, setup.experiment()); }),
            "t: its trials were run by another build or on another machine, version 0.0.1; go on "
            "there, or begin anew, without it");
}

TEST_F(TrialsFiles, BrokenStates) {
  save_trials(path("good"), state_of(RunSetup(experiment_of(kNoisy))));
  const std::string good = testing::content(path("good"));
  EXPECT_EQ(error_of([&] { load_trials(path("none")); }),
            "cannot read '" + path("none") +
                "': No such file or directory; give the file that interrupted trials have left");
  const std::string text = put("text", "workers: 3\n");
  EXPECT_EQ(error_of([&] { load_trials(text); }),
            text + ": is no state of trials; give the file that interrupted trials have left");
  // Whatever bit is flipped, and wherever it is cut.
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
    const std::string flipped = put("flipped", bad);
    const std::string what = error_of([&] { load_trials(flipped); });
    EXPECT_TRUE(what.starts_with(flipped + ": is ")) << at << ": " << what;
    if (at % 16 != 0) continue;
    const std::string cut = put("cut", std::string_view(good).substr(0, at));
    EXPECT_TRUE(error_of([&] { load_trials(cut); }).starts_with(cut + ": is ")) << at;
  }
  EXPECT_EQ(error_of([&] { save_trials(path("no/t"), {}); }),
            "cannot write '" + path("no/t") +
                "': No such file or directory; create its directory or give another path");
}

TEST(Trials, WithoutAnOptimumTheWorstHasTheLargestLoss) {
  const RunSetup setup(
      experiment_of({"objective.name=matrix_completion", "objective.rows=6", "objective.columns=5",
                     "algorithm.iterations=40", "success.loss=0"}));
  constexpr std::uint64_t kTrials = 20;
  const TrialTally tally = run(setup, request_of(kTrials, 2)).tally;
  std::pair<double, std::uint64_t> worst{0, 0};
  for (std::uint64_t k = 0; k < kTrials; ++k) {
    proto::Experiment experiment = setup.experiment();
    experiment.set_seed(trial_seed(experiment.seed(), k));
    const proto::Metrics metrics = run_experiment(experiment, std::nullopt, {}).metrics;
    EXPECT_FALSE(metrics.has_final_distance());
    if (metrics.final_loss() > worst.first) worst = {metrics.final_loss(), k};
  }
  EXPECT_EQ(tally.worst->trial, worst.second);
  EXPECT_EQ(tally.worst->final_loss, worst.first);
  EXPECT_EQ(tally.worst->final_distance, std::nullopt);
  EXPECT_EQ(tally.final_distance.count(), 0U);
  EXPECT_EQ(tally.curve.front().count(), 0U);
  EXPECT_EQ(tally.losses.front().count(), kTrials);
  EXPECT_EQ(tally.left_ball, 0U);
  EXPECT_EQ(bits(from_proto(to_proto(tally), tally.curve.size())), bits(tally));
}

TEST_F(TrialsFiles, ResultsThatContradictEachOther) {
  const proto::TrialTally good = state_of(RunSetup(experiment_of(kNoisy))).tally();
  const auto points = static_cast<std::size_t>(good.curve_size());
  EXPECT_EQ(bits(from_proto(good, points)), good.SerializeAsString());
  EXPECT_THROW(from_proto(good, points + 1), std::invalid_argument);
  proto::TrialTally bad = good;
  bad.set_trials(1);
  EXPECT_THROW(from_proto(bad, points), std::invalid_argument);
  bad = good;
  bad.clear_worst();
  EXPECT_THROW(from_proto(bad, points), std::invalid_argument);
  bad = good;
  bad.mutable_contention()->set_maximum(12345);
  EXPECT_THROW(from_proto(bad, points), std::invalid_argument);

  const auto refused = [&](const std::function<void(proto::TrialTally&)>& change) {
    proto::TrialTally changed = good;
    change(changed);
    try {
      from_proto(changed, points);
    } catch (const std::invalid_argument&) {
      return true;
    }
    return false;
  };
  constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(refused([](auto&) {}));
  EXPECT_TRUE(refused([](auto& tally) { tally.set_steps(3); }));  // fewer than iterations
  EXPECT_TRUE(refused([](auto& tally) { tally.set_steps(~std::uint64_t{0}); }));
  EXPECT_TRUE(refused([](auto& tally) { tally.set_left_ball(10); }));
  EXPECT_TRUE(refused([](auto& tally) { tally.mutable_contention()->set_sum_low(1); }));
  EXPECT_TRUE(refused([](auto& tally) { tally.mutable_contention()->set_sum_high(1); }));
  // Algorithms that move their model are measured no delays of.
  EXPECT_FALSE(refused([](auto& tally) { tally.clear_delays_by_end(); }));
  EXPECT_TRUE(refused([](auto& tally) { *tally.mutable_delays_by_end() = tally.hitting_times(); }));
  EXPECT_TRUE(refused([](auto& tally) { tally.mutable_final_loss()->set_count(8); }));
  EXPECT_TRUE(refused([](auto& tally) { tally.mutable_final_loss()->set_squares(-1); }));
  EXPECT_TRUE(refused([](auto& tally) { tally.mutable_final_loss()->set_mean(-1e9); }));
  EXPECT_TRUE(refused([](auto& tally) { tally.mutable_final_loss()->set_most(-1e9); }));
  EXPECT_TRUE(refused([=](auto& tally) { tally.mutable_final_loss()->set_least(kNoNumber); }));
  EXPECT_TRUE(refused([](auto& tally) { tally.mutable_curve(0)->set_count(10); }));
  EXPECT_TRUE(refused([](auto& tally) { tally.mutable_worst()->set_trial(9); }));
  // Some trials have missed the region, so that the worst one has.
  EXPECT_TRUE(refused([](auto& tally) { tally.mutable_worst()->set_hitting_time(3); }));
}

TEST_F(TrialsFiles, StatesThatAskForWhatCannotBe) {
  const proto::TrialsState good = state_of(RunSetup(experiment_of(kNoisy)));
  const auto error = [&](const std::function<void(proto::TrialsState&)>& change) {
    proto::TrialsState state = good;
    change(state);
    save_trials(path("t"), state);
    const std::string what = error_of([&] { load_trials(path("t")); });
    return what.substr(what.find(": ") + 2, what.find(';') - what.find(": ") - 2);
  };
  constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(error([](auto& state) { state.set_confidence(7); }),
            "is damaged: its confidence is 7, not between 0 and 1");
  EXPECT_EQ(error([=](auto& state) { state.set_confidence(kNoNumber); }),
            "is damaged: its confidence is nan, not between 0 and 1");
  EXPECT_EQ(error([](auto& state) { state.set_target_width(-1); }),
            "is damaged: its target width is -1, not between 0 and 1");
  EXPECT_EQ(error([](auto& state) { state.set_trials(0); }),
            "is damaged: it is of 0 trials, not 1 to 1000000000");
  EXPECT_EQ(error([](auto& state) { state.mutable_tally()->set_trials(1'000'000'001); }),
            "is damaged: it has 1000000001 trials, more than 1000000000");
  // More objects than any state has, which would take gigabytes.
  EXPECT_EQ(error([](auto& state) {
              for (int k = 0; k <= 1 << 20; ++k) state.mutable_tally()->add_curve();
            }),
            "is damaged");
}

}  // namespace
}  // namespace hogtie
