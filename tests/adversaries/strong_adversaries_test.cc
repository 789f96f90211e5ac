#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "adversaries/strategies/greedy.h"
#include "adversaries/strategies/noise_selector.h"
#include "core/objectives/least_squares.h"
#include "core/random/coins.h"
#include "tests/adversaries/adversary_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Schedule;
using testing::watch;

// By hand: f(x) = x^2 / 2 and x_0 = 1, where nothing else is said. A step is one on C (c), a read
// (r) or an update (u); a worker holds -alpha x from its read to its update.

// With alpha = 1/2 and two workers, T = 4. What a step adds to x^2 is u (2 x + u).
//   0: c r, 1: c r   nothing else to do that loses nothing; both hold -1/2, of gain -3/4
//   0: u             x = 1/2
//   0: c r           holds -1/4, of gain -3/16; that of worker 1 is -1/4
//   0: u             x = 1/4
//   0: c r           holds -1/8, of gain -3/64; that of worker 1 is 0
//   1: u             x = -1/4
//   0: u             x = -3/8: a gain of 5/64
//   0: c, 1: c       no iteration is left
const Schedule kGreedyByHand{0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1};

TEST(Greedy, ByHand) {
  const auto watched =
      watch(experiment_of({"workers=2", "adversary.name=greedy", "algorithm.iterations=4",
                           "algorithm.step_size=0.5", "objective.dimension=1"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(watched.schedule(), kGreedyByHand);
  EXPECT_EQ(watched.model, (std::vector<double>{-0.375}));
}

TEST(Greedy, LooksAtTheDistanceFromTheMinimiser) {
  // f(x) = (x - 3)^2 / 2 from 4 is the same thing three to the right.
  const std::string data = ::testing::TempDir() + "hogtie_greedy_test.svm";
  std::ofstream(data) << "3 1:1\n";
  const auto watched = watch(experiment_of(
      {"workers=2", "adversary.name=greedy", "algorithm.iterations=4", "algorithm.step_size=0.5",
       "objective.name=least_squares", "objective.data.path=" + data, "objective.initial=4"}));
  EXPECT_EQ(watched.schedule(), kGreedyByHand);
  EXPECT_EQ(watched.model, (std::vector<double>{2.625}));
  std::remove(data.c_str());
}

TEST(Greedy, TakesTheBestStepEveryTime) {
  // Against all pending operations, looked at afresh before each step.
  const std::vector<double> optimum(3, 0.0);
  Greedy greedy(optimum, 6);
  std::uint64_t steps = 0;
  testing::Function<StrongView> checked([&](StrongView view) {
    const auto gain = [&](std::uint32_t worker) {
      const Operation operation = view.pending(worker);
      if (operation.kind != OperationKind::kFetchAdd || operation.target >= 3) return 0.0;
      const double x = view.value(DoubleRegister{operation.target});
      const double u = to_double(operation.operand);
      return (x + u) * (x + u) - x * x;
    };
    const Choice choice = greedy.next(view);
    for (std::uint32_t k = 0; k < view.runnable().size(); ++k) {
      EXPECT_GE(gain(choice.worker), gain(view.runnable().at(k)) - 1e-12);
    }
    ++steps;
    return choice;
  });
  watch(experiment_of({"workers=6", "objective.dimension=3", "objective.noise=1",
                       "objective.curvature=1,0.3,2", "algorithm.iterations=500"}),
        checked);
  EXPECT_GE(steps, 500u * 7);
}

TEST(Greedy, SwarmsOfItsOwnAccord) {
  // alpha = 0.1, twelve workers: SGD diverges, as under a swarm with the best delay (statement 8).
  const auto model =
      testing::model_after(experiment_of({"workers=12", "adversary.name=greedy",
                                          "objective.dimension=1", "algorithm.iterations=2000"}));
  EXPECT_GT(std::abs(model[0]), 1);
}

TEST(Lookahead, ByHand) {
  // alpha = 2/5, three workers, depth 2, T = 6. Reads come first among plans that are as good.
  //   0: c r, 1: c r, 2: c r   all hold -2/5
  //   0: u                     x = 0.6 (plan: then a read; two updates would lead to 0.2)
  //   0: c r, 0: u             x = 0.36 (plan: this; two updates would lead to -0.2)
  //   1: u                     x = -0.04: with the update of 2 this leads to -0.44, farther than
  //                            0.216, where a step of greedy would go on to
  //   0: c r, 1: c r           hold 0.016, since the plan to read and then let 2 update is as good
  //                            as the other way round
  //   2: u                     x = -0.44
  //   2: c                     ends, since no iteration is left, which the plan does not know
  //   0: u                     x = -0.424 (plan: then a read, since the update of 1 leads nearer)
  //   0: c, 1: u, 1: c         x = -0.408
  const auto watched = watch(experiment_of({"workers=3", "adversary.name=lookahead",
                                            "adversary.depth=2", "algorithm.iterations=6",
                                            "algorithm.step_size=0.4", "objective.dimension=1"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(watched.schedule(),
            (Schedule{0, 0, 1, 1, 2, 2, 0, 0, 0, 0, 1, 0, 0, 1, 1, 2, 2, 0, 0, 1, 1}));
  EXPECT_NEAR(watched.model[0], -0.408, 1e-15);
}

/// The farthest from 0 that `moves` reads and whole updates can lead, by trying all of them.
double farthest(double x, double alpha, std::vector<double> held, int moves) {
  if (moves == 0) return std::abs(x);
  double best = 0;
  for (double& u : held) {
    const double before = u;
    if (u == 0) {
      u = -alpha * x;
      best = std::max(best, farthest(x, alpha, held, moves - 1));
    } else {
      u = 0;
      best = std::max(best, farthest(x + before, alpha, held, moves - 1));
    }
    u = before;
  }
  return best;
}

TEST(Lookahead, MakesTheFirstMoveOfABestPlan) {
  // With noise no two updates are the same. At d = 1 every update is a move: no plan may be better
  // than the best one that begins with it.
  constexpr int kDepth = 5;
  constexpr double kAlpha = 0.3;
  const auto experiment = experiment_of(
      {"workers=3", "adversary.name=lookahead", "adversary.depth=5", "algorithm.step_size=0.3",
       "algorithm.iterations=200", "objective.dimension=1", "objective.noise=1"});
  const Simulation simulation(experiment);
  const std::unique_ptr<Adversary> lookahead = simulation.make_adversary();
  std::uint64_t moves = 0;

  class Check final : public StepReader {
   public:
    explicit Check(std::uint64_t& moves) : moves_(moves) {}
    void step(const Execution& execution, const Step& step) override {
      const bool updates = step.operation.kind == OperationKind::kFetchAdd &&
                           execution.layout.is_double(step.operation.target);
      if (updates) {
        const double before = to_double(step.result.previous);
        const double u = to_double(step.operation.operand);
        std::vector<double> held = held_;
        const double best = farthest(before, kAlpha, held, kDepth);
        held[step.worker] = 0;
        const double with = farthest(before + u, kAlpha, held, kDepth - 1);
        // Near the end some workers may have ended, which cannot read any more.
        if (moves_ < 197) {
          EXPECT_NEAR(with, best, 1e-12) << step.number;
        }
        held_[step.worker] = 0;
        ++moves_;
      }
    }
    void update_sampled(const Execution& execution, std::uint32_t worker) override {
      const Script& script = *execution.cursors[worker].script;
      held_[worker] = script.values[script.update_begin];
    }

   private:
    std::uint64_t& moves_;
    std::vector<double> held_{0, 0, 0};
  };

  Simulation run(experiment);
  Check check(moves);
  run.machine().add_reader(check);
  EXPECT_EQ(run.run(*lookahead).verdict, proto::COMPLETED);
  EXPECT_EQ(moves, 200u);
}

/// Three workers at d = 1, x_0 = 1, alpha = 1/4 and sigma = 2 under noise_selector. A gradient at v
/// is v - sigma z, so the noise of an update is alpha sigma z, and it points away from 0 where z
/// has the sign of x. All hold a sample when one is chosen, which is then the first to sample anew.
/// From its draw until it holds its update a worker takes `steps_to_hold` steps.
void expect_most_noise(const std::string& algorithm, std::size_t steps_to_hold,
                       const std::function<double(double x, double view, double update)>& applied) {
  constexpr double kAlpha = 0.25;
  constexpr double kSigma = 2;
  constexpr std::uint64_t kIterations = 50;
  double x = 1;
  std::vector<double> view(3, x);
  std::vector<double> noise;
  Schedule expected;
  std::uint64_t t = 0;
  for (std::uint32_t worker = 0; worker < 3; ++worker) {
    noise.push_back(Coins(5, worker, t++).gaussian());
    expected.insert(expected.end(), steps_to_hold, worker);
  }
  while (t < kIterations) {
    std::uint32_t chosen = 0;
    for (std::uint32_t worker = 1; worker < 3; ++worker) {
      if (noise[worker] * x > noise[chosen] * x) chosen = worker;
    }
    x = applied(x, view[chosen], -kAlpha * (view[chosen] - kSigma * noise[chosen]));
    view[chosen] = x;
    noise[chosen] = Coins(5, chosen, t++).gaussian();
    expected.insert(expected.end(), 1 + steps_to_hold, chosen);
  }
  const auto watched = watch(
      experiment_of({"workers=3", "adversary.name=noise_selector", "seed=5",
                     "algorithm.name=" + algorithm, "algorithm.iterations=50",
                     "algorithm.step_size=0.25", "objective.dimension=1", "objective.noise=2"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  const Schedule& schedule = watched.schedule();
  ASSERT_GE(schedule.size(), expected.size());
  EXPECT_EQ(Schedule(schedule.begin(), schedule.begin() + static_cast<long>(expected.size())),
            expected);
}

TEST(NoiseSelector, AppliesTheNoiseThatPointsAwayMost) {
  expect_most_noise("epoch_sgd", 2, [](double x, double, double update) { return x + update; });
}

TEST(NoiseSelector, SeesTheNoiseOfRacyUpdates) {
  // A worker that holds its update has read what it will write over.
  expect_most_noise("hogwild", 3, [](double, double view, double update) { return view + update; });
}

/// Of an adversary that applies one update at a time.
void expect_racy_updates_as_a_whole(std::vector<std::string> settings) {
  // d = 2: from its draw to its first write a worker takes four steps, and then three for the rest
  // of the update and four for the next one.
  settings.insert(settings.end(), {"workers=2", "algorithm.name=hogwild", "algorithm.iterations=20",
                                   "objective.dimension=2", "objective.noise=2"});
  const Schedule schedule = watch(experiment_of(settings)).schedule();
  std::set<std::uint32_t> chosen;
  ASSERT_GE(schedule.size(), 8u + 18 * 7);
  for (std::size_t k = 8; k < 8 + 18 * 7; k += 7) {
    chosen.insert(schedule[k]);
    for (std::size_t i = 1; i < 7; ++i) EXPECT_EQ(schedule[k + i], schedule[k]) << k + i;
  }
  EXPECT_EQ(chosen.size(), 2u);
}

TEST(NoiseSelector, AppliesRacyUpdatesAsAWhole) {
  expect_racy_updates_as_a_whole({"adversary.name=noise_selector"});
}

TEST(Alignment, AppliesRacyUpdatesAsAWhole) {
  expect_racy_updates_as_a_whole({"adversary.name=alignment", "adversary.tau=1000"});
}

TEST(NoiseSelector, TellsNoiseFromTheMeanGradientOfASample) {
  // Rows (1, 0) and (1, 2): f(x) = (x^2 + (x - 2)^2) / 4 with x* = 1. At x_0 = 5 a sample of the
  // first row has gradient 5, one of the second 3, and their mean is 4: the noise of the first
  // points to x*, that of the second away. So a sample of the second row goes first.
  const std::string data = ::testing::TempDir() + "hogtie_noise_selector_test.svm";
  std::ofstream(data) << "0 1:1\n2 1:1\n";
  const auto experiment =
      experiment_of({"workers=6", "adversary.name=noise_selector", "algorithm.iterations=6",
                     "algorithm.step_size=0.125", "objective.name=least_squares",
                     "objective.data.path=" + data, "objective.initial=5"});
  const Simulation simulation(experiment);
  const Objective& f = simulation.objective();
  Schedule away;
  for (std::uint32_t worker = 0; worker < 6; ++worker) {
    Coins coins(1, worker, worker);
    if (f.draw(coins).index == 1) away.push_back(worker);
  }
  ASSERT_FALSE(away.empty());
  ASSERT_LT(away.size(), 6u);
  const Schedule schedule = watch(experiment).schedule();
  // Six reads of two steps each, then an update and the step that finds no iteration left.
  for (std::size_t k = 0; k < away.size(); ++k) EXPECT_EQ(schedule[12 + 2 * k], away[k]);
  std::remove(data.c_str());
}

TEST(Alignment, ByHand) {
  // alpha = 1/4, three workers, tau = 2, T = 5.
  //   0: c r, 1: c r, 2: c r   all hold -1/4
  //   0: u                     x = 3/4; all are as good, so the first one
  //   0: c r, 0: u             x = 9/16; it holds -3/16, which leads to x* less than -1/4 does
  //   0: c r                   holds -9/64
  //   0: u, 1: u, 2: u         the swarm: x = 9/16 - 9/64 - 1/4 - 1/4 = -5/64
  //   0: c, 1: c, 2: c         no iteration is left
  const auto watched = watch(experiment_of({"workers=3", "adversary.name=alignment",
                                            "adversary.tau=2", "algorithm.iterations=5",
                                            "algorithm.step_size=0.25", "objective.dimension=1"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(watched.schedule(), (Schedule{0, 0, 1, 1, 2, 2, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 1, 2}));
  EXPECT_EQ(watched.model, (std::vector<double>{-0.078125}));
}

TEST(Alignment, DelaysTheUpdatesThatLeadToTheMinimiserMost) {
  // With noise, the worker that goes first is the one whose update is largest, since x > 0.
  const auto watched = watch(
      experiment_of({"workers=4", "adversary.name=alignment", "adversary.tau=10", "seed=3",
                     "algorithm.iterations=40", "objective.dimension=1", "objective.noise=1"}));
  std::uint32_t largest = 0;
  double z = Coins(3, 0, 0).gaussian();
  for (std::uint32_t worker = 1; worker < 4; ++worker) {
    const double other = Coins(3, worker, worker).gaussian();
    if (other > z) {
      z = other;
      largest = worker;
    }
  }
  EXPECT_EQ(watched.schedule()[8], largest);
}

TEST(Resonance, ByHand) {
  // alpha = 1/2, three victims, which hold 3/2 of the turning point together: a round is
  //   0: c r, 1: c r, 2: c r     at the turning point 1
  //   3: c r u                   x = 1/2, and 1/2 - 3/2 = -1 is no farther
  //   3: c r u                   x = 1/4, and 1/4 - 3/2 = -5/4 is
  //   0: u, 1: u, 2: u           x = -5/4, the next turning point
  const auto watched =
      watch(experiment_of({"workers=4", "adversary.name=resonance", "algorithm.iterations=10",
                           "algorithm.step_size=0.5", "objective.dimension=1"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(watched.schedule(), (Schedule{0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 0, 1, 2,  //
                                          0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 0, 1, 2,  //
                                          0, 1, 2, 3}));
  EXPECT_EQ(watched.model, (std::vector<double>{1.5625}));
}

TEST(Resonance, WhereNothingAmplifiesItWaitsForTau) {
  // One gradient at alpha = 1/2 never throws x farther than it was: that is a stale gradient.
  const std::vector<std::string> settings{"workers=2", "adversary.tau=3", "objective.dimension=1",
                                          "algorithm.iterations=40", "algorithm.step_size=0.5"};
  auto resonance = experiment_of(settings);
  set(resonance, "adversary.name=resonance");
  auto stale = experiment_of(settings);
  set(stale, "adversary.name=stale_gradient");
  EXPECT_EQ(watch(resonance).schedule(), watch(stale).schedule());
}

TEST(Resonance, NeedsNoTauToDiverge) {
  // Twelve workers at alpha = 0.1 amplify from 22 iterations on (statement 8), and it waits no
  // longer: a round of 11 + 22 multiplies by 0.9^22 - 1.1 = -1.0015.
  const auto watched =
      watch(experiment_of({"workers=12", "adversary.name=resonance", "adversary.tau=1000000",
                           "objective.dimension=1", "algorithm.iterations=66"}));
  EXPECT_NEAR(watched.model[0], 1.00304, 1e-5);
}

TEST(MidUpdateStall, ByHand) {
  // Two coordinates, alpha = 1/2, x_0 = (1, 1), tau = 1, T = 2.
  //   0: c r r u        x = (1/2, 1), and its second update is held back
  //   1: c r r u u      its view is torn: x = (1/4, 1/2)
  //   0: u              x = (1/4, 0)
  //   1: c, 0: c        worker 1 would be the next to be stopped, but no iteration is left
  const auto watched = watch(experiment_of({"workers=2", "adversary.name=mid_update_stall",
                                            "adversary.tau=1", "algorithm.iterations=2",
                                            "algorithm.step_size=0.5", "objective.dimension=2"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(watched.schedule(), (Schedule{0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1, 0}));
  EXPECT_EQ(watched.model, (std::vector<double>{0.25, 0}));
}

TEST(MidUpdateStall, UndoesWhatOthersDidToACoordinate) {
  // The same under Hogwild!, whose updates are a read R and a write W of either coordinate:
  //   0: c r r R          holds (-1/2, -1/2), and has read x_0 = 1
  //   1: c r r R W R W    x = (1/2, 1/2)
  //   0: W                x = (1/2, 1/2): of the first coordinate, the step of worker 1 is lost
  //   1: c                it ends, and the other takes its turn
  //   0: R W, c           x = (1/2, 0)
  const auto watched = watch(experiment_of(
      {"workers=2", "adversary.name=mid_update_stall", "adversary.tau=1", "algorithm.name=hogwild",
       "algorithm.iterations=2", "algorithm.step_size=0.5", "objective.dimension=2"}));
  EXPECT_EQ(watched.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(watched.schedule(), (Schedule{0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0}));
  EXPECT_EQ(watched.model, (std::vector<double>{0.5, 0}));
}

TEST(MidUpdateStall, TheOthersTakeTurnsAndSoDoTheVictims) {
  // Three workers, two coordinates (an iteration is c r r u u), tau = 3:
  //   0: c r r u   1, 2, 1: an iteration each   0: u
  //   1: c r r u   2, 0, 2: an iteration each   1: u
  const auto watched =
      watch(experiment_of({"workers=3", "adversary.name=mid_update_stall", "adversary.tau=3",
                           "algorithm.iterations=80", "objective.dimension=2"}));
  Schedule expected;
  const auto add = [&](std::size_t steps, std::uint32_t worker) {
    expected.insert(expected.end(), steps, worker);
  };
  for (std::uint32_t victim = 0; victim < 2; ++victim) {
    add(4, victim);
    for (const std::uint32_t other : {1u, 2u, 1u}) add(5, (victim + other) % 3);
    add(1, victim);
  }
  const Schedule begin(watched.schedule().begin(), watched.schedule().begin() + 40);
  EXPECT_EQ(begin, expected);
  EXPECT_EQ(watched.watcher.contention_max(), 3u);
}

}  // namespace
}  // namespace hogtie
