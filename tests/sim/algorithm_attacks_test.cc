// What sets each algorithm apart, mostly under attack.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "core/algorithms/registry.h"
#include "core/monitors/lost_updates.h"
#include "core/monitors/virtual_iterates.h"
#include "core/objectives/empirical_risk.h"
#include "sim/simulation/derived_iterates.h"
#include "sim/simulation/simulation.h"
#include "tests/sim/algorithm_testing.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::Choices;
using testing::experiment_of;
using testing::model_of;
using testing::Settings;
using testing::with;

// One coordinate without noise from 1, alpha = 1/2: a gradient is x itself, and everything is exact
// in powers of two.
Simulation by_hand(const std::string& algorithm, const Settings& more = {}) {
  return Simulation(
      experiment_of(with({"objective.dimension=1", "workers=2", "algorithm.step_size=0.5",
                          "algorithm.iterations=4", "algorithm.name=" + algorithm},
                         more)));
}

TEST(Hogwild, AnUpdateBetweenReadAndWriteIsLost) {
  // Worker 0 draws, reads 1, and reads 1 again to update; worker 1 halves it to 1/2 and to 1/4
  // (four steps an iteration); then worker 0 writes 1 - 1/2: two of three updates are gone. Worker
  // 1 draws iteration 3 and halves what it finds.
  Simulation simulation = by_hand("hogwild");
  LostUpdates lost(2, 1);
  simulation.machine().add_reader(lost);
  Choices schedule({{0, 3}, {1, 8}, {0, 1}, {1, 100}, {0, 100}});
  ASSERT_EQ(simulation.run(schedule).verdict, proto::COMPLETED);
  EXPECT_EQ(model_of(simulation), std::vector<double>{0.25});
  EXPECT_EQ(lost.updates(), 4u);
  EXPECT_EQ(lost.lost(), 2u);
}

TEST(Hogwild, ADelayIsThatOfTheViewNotOfWhatIsReadToBeUpdated) {
  // Worker 0 reads its view, worker 1 runs its iteration, and worker 0 reads once more and writes.
  const proto::Experiment experiment =
      experiment_of({"algorithm.name=hogwild", "objective.dimension=1", "workers=2",
                     "algorithm.iterations=2", "adversary.name=fixed",
                     "adversary.schedule={worker: 0 steps: 2}, {worker: 1 steps: 4}, "
                     "{worker: 0 steps: 3}, {worker: 1 steps: 1}"});
  const proto::Metrics metrics = run_experiment(experiment, {}, {}).metrics;
  EXPECT_EQ(metrics.delays_by_end().maximum(), 1u);
  EXPECT_EQ(metrics.delays_by_first_update().maximum(), 1u);
}

TEST(Hogwild, AloneLosesUpdates) {
  for (const RegistryEntry& entry : algorithms()) {
    if (entry.name == "kromagnon" || entry.name == "asaga") continue;  // not on the quadratic
    Simulation simulation(experiment_of({"algorithm.name=" + std::string(entry.name), "workers=6",
                                         "algorithm.iterations=500", "algorithm.step_size=0.01",
                                         "success.epsilon=0.1"}));
    LostUpdates lost(6, 8);
    simulation.machine().add_reader(lost);
    ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
    EXPECT_EQ(lost.lost() > 0, entry.name == "hogwild") << entry.name;
  }
}

TEST(Hogwild, ItsIteratesAreTheModel) {
  // Not so of virtual iterates in the paper's sense, which have the lost updates too.
  const proto::Experiment experiment =
      experiment_of({"algorithm.name=hogwild", "workers=5", "algorithm.iterations=400",
                     "objective.noise=0.3", "objective.dimension=3"});
  Simulation simulation(experiment);
  VirtualIterates iterates(5, simulation.initial(), std::vector<double>(3, 0.0));
  struct Follow final : StepReader {
    explicit Follow(VirtualIterates& followed) : iterates(followed) {}
    void step(const Execution& execution, const Step& step) override {
      iterates.step(execution, step);
    }
    void iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t,
                         std::uint64_t) override {
      iterates.iteration_begun(worker);
    }
    void iteration_ended(const Execution&, std::uint32_t worker, std::uint64_t,
                         std::uint64_t) override {
      iterates.iteration_ended(worker);
    }
    VirtualIterates& iterates;
  } follow(iterates);
  simulation.machine().add_reader(follow);
  ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
  const auto position = iterates.iterate().position();
  EXPECT_EQ(std::vector<double>(position.begin(), position.end()), model_of(simulation));
  EXPECT_EQ(iterates.time(), 400u);
}

TEST(LockedSgd, OneAtATimeWhateverTheSchedule) {
  // Without noise all that can differ is the order, so the model is that of a single worker.
  const std::vector<double> alone = [] {
    Simulation simulation = by_hand("locked_sgd", {"workers=1", "algorithm.iterations=40"});
    simulation.run(*simulation.make_adversary());
    return model_of(simulation);
  }();
  for (const std::string adversary : {"uniform", "round_robin", "heavy_tail", "bursts"}) {
    Simulation simulation = by_hand(
        "locked_sgd", {"workers=5", "algorithm.iterations=40", "adversary.name=" + adversary});
    ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED) << adversary;
    EXPECT_EQ(model_of(simulation), alone);
  }
}

TEST(LockedSgd, WhoeverHoldsTheLockCanStarveAll) {
  // Worker 0 draws, sees the lock free, takes it, and is not scheduled any more; worker 1 spins.
  Simulation simulation = by_hand("locked_sgd", {"limits.spins=50"});
  Choices schedule({{0, 3}, {1, 1000}});
  const Ending ending = simulation.run(schedule);
  EXPECT_EQ(ending.verdict, proto::STARVED);
  EXPECT_EQ(
      ending.detail,
      "50 steps in a row, worker 1 spins on C[1]; only worker 0, which the adversary does not "
      "schedule, could end that");
  // Its draw and 50 looks.
  EXPECT_EQ(simulation.machine().execution().step(), 3u + 1 + 50);
  EXPECT_EQ(simulation.machine().execution().spins.count, 50u);
}

TEST(LockedSgd, AdversariesThatHoldTheHolderBackStarveAll) {
  // The first waits for a worker that holds a gradient, and with it the lock; the second lets the
  // worker of the highest priority go on, which spins.
  for (const std::string adversary : {"stale_gradient", "pct"}) {
    const RunReport report = run_experiment(
        experiment_of({"algorithm.name=locked_sgd", "adversary.name=" + adversary, "workers=3"}),
        {}, {});
    EXPECT_EQ(report.ending.verdict, proto::STARVED) << adversary;
    EXPECT_LT(report.metrics.iterations(), 1000u);
    EXPECT_GE(report.metrics.spins(), report.experiment.limits().spins());
  }
}

TEST(MinibatchSgd, AllReadBeforeAnyUpdates) {
  // f(x) = x^2/2 without noise: with n equal gradients a round multiplies x by 1 - alpha, whatever
  // the schedule. alpha/n is exact for n = 4.
  for (const std::string adversary : {"uniform", "round_robin", "heavy_tail", "bursts"}) {
    Simulation simulation = by_hand(
        "minibatch_sgd", {"workers=4", "algorithm.iterations=40", "adversary.name=" + adversary});
    ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED) << adversary;
    EXPECT_EQ(model_of(simulation), std::vector<double>{0x1p-10}) << adversary;
  }
}

TEST(MinibatchSgd, ACrashedWorkerStopsAll) {
  const RunReport report =
      run_experiment(experiment_of({"algorithm.name=minibatch_sgd", "workers=3",
                                    "limits.spins=1000", "adversary.crashes={worker: 1 step: 40}"}),
                     {}, {});
  EXPECT_EQ(report.ending.verdict, proto::STARVED);
  EXPECT_NE(report.ending.detail.find("workers 0, 2 spin"), std::string::npos)
      << report.ending.detail;
}

TEST(DelayAdaptiveSgd, AnUpdateShrinksWithTheDelaySeen) {
  // Worker 0 draws iteration 0 and reads 1; worker 1 runs 1 and 2 without delay (four steps each)
  // and leaves 1/4. Worker 0 sees C[0] = 3, a delay of 2: it adds -1/2 * 1/3. Iteration 3, which
  // worker 1 has begun after that, halves the rest.
  Simulation simulation = by_hand("delay_adaptive_sgd");
  Choices schedule({{0, 2}, {1, 8}, {0, 2}, {1, 100}, {0, 100}});
  ASSERT_EQ(simulation.run(schedule).verdict, proto::COMPLETED);
  EXPECT_EQ(model_of(simulation), std::vector<double>{(0.25 - 0.5 / 3) - 0.5 * (0.25 - 0.5 / 3)});
}

TEST(DroppingSgd, DropsExactlyWhatIsTooStale) {
  // The same schedule: a delay of 2 is dropped where tau_drop is 1, and applied in full where it is
  // 2: 1/4 - 1/2.
  const auto after = [](const std::string& tau_drop) {
    Simulation simulation = by_hand("dropping_sgd", {"algorithm.tau_drop=" + tau_drop});
    Choices schedule({{0, 2}, {1, 8}, {0, 2}, {1, 100}, {0, 100}});
    EXPECT_EQ(simulation.run(schedule).verdict, proto::COMPLETED);
    return model_of(simulation)[0];
  };
  EXPECT_EQ(after("1"), 0.25 / 2);
  EXPECT_EQ(after("2"), -0.25 / 2);
}

TEST(DroppingSgd, DrawsBeyondTheLastIterationAreNoDelay) {
  // Of one iteration, worker 0's; worker 1 draws too, and ends.
  Simulation simulation =
      by_hand("dropping_sgd", {"algorithm.tau_drop=0", "algorithm.iterations=1"});
  Choices schedule({{0, 1}, {1, 1}, {0, 100}});
  ASSERT_EQ(simulation.run(schedule).verdict, proto::COMPLETED);
  EXPECT_EQ(model_of(simulation), std::vector<double>{0.5});
}

TEST(AsyncMinibatchSgd, AGradientOfAnotherRoundIsDropped) {
  // Batches of one, five steps to draw, look, read, take a place and add, and one to count it; then
  // four to move the model, empty the sum and open the next round. Worker 0 holds its gradient at 1
  // while worker 1 runs a round, which leaves 1/2; its place is gone. What worker 1 does then
  // halves x twice more.
  Simulation simulation = by_hand("async_minibatch_sgd", {"algorithm.batch=1"});
  Choices schedule({{0, 3}, {1, 10}, {0, 1}, {1, 100}, {0, 100}});
  ASSERT_EQ(simulation.run(schedule).verdict, proto::COMPLETED);
  EXPECT_EQ(model_of(simulation), std::vector<double>{0.125});
}

TEST(AsyncMinibatchSgd, TheModelMovesByTheMeanOfGradientsAtIt) {
  // Without noise a round of any 4 gradients halves x, and x is a power of 1/2 at every step but
  // between a round's updates of two coordinates; here there is one.
  for (const std::string adversary : {"uniform", "heavy_tail", "stale_gradient", "pct"}) {
    Simulation simulation =
        by_hand("async_minibatch_sgd", {"workers=6", "algorithm.iterations=400",
                                        "algorithm.batch=4", "adversary.name=" + adversary});
    struct Powers final : StepReader {
      void step(const Execution& execution, const Step& step) override {
        if (!execution.layout.is_model(step.operation.target)) return;
        int exponent = 0;
        others += std::frexp(execution.cells[0], &exponent) == 0.5 ? 0U : 1U;
      }
      std::uint64_t others = 0;
    } powers;
    simulation.machine().add_reader(powers);
    ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
    EXPECT_EQ(powers.others, 0u) << adversary;
    EXPECT_LT(simulation.model()[0], 0x1p-20) << adversary;
  }
}

TEST(Buckwild, StaysOnItsGrid) {
  const proto::Experiment experiment =
      experiment_of({"algorithm.name=buckwild", "algorithm.bits=6", "objective.noise=1",
                     "workers=4", "algorithm.iterations=500"});
  Simulation simulation(experiment);
  struct OnGrid final : StepReader {
    void step(const Execution& execution, const Step& step) override {
      if (!execution.layout.is_model(step.operation.target)) return;
      const double scaled = 64 * execution.cells[step.operation.target];
      off += scaled == std::floor(scaled) ? 0U : 1U;
    }
    std::uint64_t off = 0;
  } on_grid;
  simulation.machine().add_reader(on_grid);
  ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
  EXPECT_EQ(on_grid.off, 0u);
}

TEST(Buckwild, RoundsWithoutBias) {
  // One step of -1/10 * 1 on the grid of 1/4 from each of 4000 coordinates at 1: -1/4 with
  // probability 2/5, else 0. The count of moves is binomial(4000, 2/5): 1600 with standard
  // deviation 31; six of them.
  Simulation simulation(experiment_of({"algorithm.name=buckwild", "algorithm.bits=2", "workers=1",
                                       "objective.dimension=4000", "algorithm.iterations=1"}));
  ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
  int moved = 0;
  for (const double x : simulation.model()) {
    EXPECT_TRUE(x == 1 || x == 0.75) << x;
    moved += x == 1 ? 0 : 1;
  }
  EXPECT_NEAR(moved, 1600, 6 * 31);
}

TEST(AveragedSgd, ItsResultIsTheMeanOfTheIterates) {
  // One worker and 40 iterations: the mean of x_0, ..., x_39, which are followed here one by one.
  Simulation simulation(
      experiment_of({"algorithm.name=averaged_sgd", "workers=1", "objective.dimension=3",
                     "objective.noise=0.5", "algorithm.iterations=40"}));
  struct Mean final : StepReader {
    void iteration_begun(const Execution& execution, std::uint32_t, std::uint64_t,
                         std::uint64_t) override {
      for (std::size_t j = 0; j < 3; ++j) sum[j] += execution.cells[j];
    }
    std::vector<double> sum = std::vector<double>(3);
  } mean;
  simulation.machine().add_reader(mean);
  ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
  const std::vector<double> average = result(simulation.setup(), simulation.machine().execution());
  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(average[j], mean.sum[j] / 40, 1e-12);
}

TEST(AveragedSgd, HitsWhereTheLastIterateIsTooNoisy) {
  // With noise 1 and alpha = 1/2 an iterate of one coordinate has variance alpha/(2 - alpha) = 1/3
  // about x* = 0; the mean of 10,000 has about 1/10,000.
  const auto final_distance = [](const std::string& algorithm) {
    const auto metrics =
        run_experiment(experiment_of({"algorithm.name=" + algorithm, "workers=4",
                                      "objective.dimension=50", "objective.noise=1",
                                      "algorithm.step_size=0.5", "algorithm.iterations=10000",
                                      "success.epsilon=0.1", "adversary.name=round_robin"}),
                       {}, {})
            .metrics;
    return std::pair(metrics.final_distance(), metrics.has_hitting_time());
  };
  EXPECT_GT(final_distance("epoch_sgd").first, 1.0);
  EXPECT_FALSE(final_distance("epoch_sgd").second);
  EXPECT_LT(final_distance("averaged_sgd").first, 0.2);
  EXPECT_TRUE(final_distance("averaged_sgd").second);
}

// Two coordinates that begin alike, without noise: an update at a view that is not torn changes
// both by the same.
TEST(LeashedSgd, SnapshotsAreNeverTornWhileEpochSgdsViewsAre) {
  const auto experiment = [](const std::string& algorithm, const std::string& adversary) {
    return experiment_of({"algorithm.name=" + algorithm, "workers=5", "objective.dimension=2",
                          "algorithm.iterations=100", "adversary.name=" + adversary});
  };
  for (const std::string adversary : {"uniform", "heavy_tail", "mid_update_stall"}) {
    Simulation torn(experiment("epoch_sgd", adversary));
    ASSERT_EQ(torn.run(*torn.make_adversary()).verdict, proto::COMPLETED);
    EXPECT_NE(torn.model()[0], torn.model()[1]) << adversary;

    Simulation simulation(experiment("leashed_sgd", adversary));
    struct Versions final : StepReader {
      explicit Versions(const RunSetup& of) : setup(of) {}
      void step(const Execution& execution, const Step& step) override {
        if (step.operation.target != execution.layout.number(CounterRegister{1})) return;
        const std::vector<double> x = result(setup, execution);
        torn += x[0] == x[1] ? 0U : 1U;
        published += step.operation.kind == OperationKind::kCompareAndSwap && step.result.applied;
      }
      const RunSetup& setup;
      std::uint64_t torn = 0;
      std::uint64_t published = 0;
    } versions(simulation.setup());
    simulation.machine().add_reader(versions);
    ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
    EXPECT_EQ(versions.torn, 0u) << adversary;
    EXPECT_GT(versions.published, 50u) << adversary;
  }
}

// Every operation is on a register that there is, and a worker writes to its own slots alone.
struct OwnSlots final : StepReader {
  void step(const Execution& execution, const Step& step) override {
    const RegisterLayout& layout = execution.layout;
    const std::uint32_t target = step.operation.target;
    strayed += target < layout.size() ? 0U : 1U;
    if (step.operation.kind != OperationKind::kWrite) return;
    const std::uint32_t slot = target / layout.model();
    strayed +=
        layout.is_double(target) && slot > 0 && (slot - 1) / (execution.workers + 1) == step.worker
            ? 0U
            : 1U;
  }
  std::uint64_t strayed = 0;
};

TEST(LeashedSgd, AWorkerFindsAFreeSlotThoughReadersMove) {
  // Worker 1 looks for a free one of its three slots while worker 0, the only reader, lets go of
  // the one that has been looked at, and becomes a reader of the one to be looked at next.
  Simulation by_schedule = by_hand("leashed_sgd", {"algorithm.iterations=1000"});
  OwnSlots own;
  by_schedule.machine().add_reader(own);
  Choices schedule({{1, 21},
                    {0, 4},
                    {1, 4},
                    {0, 2},
                    {1, 21},
                    {0, 3},
                    {1, 1},
                    {1, 6},
                    {0, 100'000},
                    {1, 100'000}});
  ASSERT_EQ(by_schedule.run(schedule).verdict, proto::COMPLETED);
  EXPECT_EQ(own.strayed, 0u);
  for (const std::string workers : {"2", "4"}) {
    for (int seed = 1; seed <= 20; ++seed) {
      Simulation simulation(
          experiment_of({"algorithm.name=leashed_sgd", "objective.dimension=1",
                         "workers=" + workers, "algorithm.iterations=2000", "adversary.name=bursts",
                         "adversary.burst=4", "seed=" + std::to_string(seed)}));
      simulation.machine().add_reader(own);
      ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
      EXPECT_EQ(own.strayed, 0u) << workers << " workers, seed " << seed;
    }
  }
}

TEST(LeashedSgd, TooManyVersionsAreRefused) {
  // 1000 * 1001 versions of 300 coordinates: 3.003e8 registers, above 2^28 = 2.68e8.
  EXPECT_EQ(testing::error_of([] {
              RunSetup(experiment_of(
                  {"algorithm.name=leashed_sgd", "workers=1000", "objective.dimension=300"}));
            }),
            "algorithm 'leashed_sgd' keeps n (n + 1) versions of the model, which for 1000 workers "
            "and 300 coordinates are more than 2^28 registers; set fewer workers or a smaller "
            "dimension");
}

TEST(LeashedSgd, HitsAsItsPublishedVersionsDo) {
  const RunReport report = run_experiment(
      experiment_of({"algorithm.name=leashed_sgd", "workers=3", "algorithm.iterations=500"}), {},
      {});
  EXPECT_EQ(report.ending.verdict, proto::COMPLETED);
  EXPECT_TRUE(report.metrics.has_hitting_time());
  EXPECT_LT(report.metrics.final_distance(), 1e-6);
  // Delays are those of updates of X, of which there are none; contention is that of iterations.
  EXPECT_FALSE(report.metrics.has_delays_by_end());
  EXPECT_GT(report.metrics.tau_avg(), 0);
}

TEST(LeashedSgd, DropsAGradientThatIsOutOfTries) {
  // One try: worker 0 draws, takes its gradient (C[1], a reader, C[1], x, no reader) and looks at
  // the version again; worker 1 publishes 1/2 and 1/4 in the meantime, so its try fails. Iteration
  // 3 is worker 1's.
  Simulation simulation = by_hand("leashed_sgd", {"algorithm.tries=1"});
  Choices schedule({{0, 10}, {1, 28}, {0, 4}, {1, 100}, {0, 100}});
  ASSERT_EQ(simulation.run(schedule).verdict, proto::COMPLETED);
  EXPECT_EQ(result(simulation.setup(), simulation.machine().execution()),
            std::vector<double>{0.125});
}

class VarianceReduction : public testing::InDirectory {};

TEST_F(VarianceReduction, AsagasMeanIsThatOfWhatItRemembers) {
  // Few samples and many workers, so that these often take the same one.
  const std::string data = put("few.svm", "1 1:1 2:2\n-1 1:0.5\n1 2:-1\n");
  Simulation simulation(experiment_of({"algorithm.name=asaga", "workers=6", "objective.name=ridge",
                                       "objective.data.path=" + data, "objective.l2=0.1",
                                       "algorithm.iterations=500"}));
  ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
  const auto& f = dynamic_cast<const EmpiricalRisk&>(simulation.setup().objective());
  const std::vector<double>& cells = simulation.machine().execution().cells;
  std::vector<double> mean(2);
  for (std::size_t i = 0; i < 3; ++i) {
    const Row row = f.data().row(i);
    for (std::size_t k = 0; k < row.values.size(); ++k) {
      mean[row.indices[k]] += cells[4 + i] * row.values[k] / 3;
    }
  }
  EXPECT_NEAR(cells[2], mean[0], 1e-12);
  EXPECT_NEAR(cells[3], mean[1], 1e-12);
}

TEST_F(VarianceReduction, KromagnonsBarriersAreOutsideOfIterations) {
  // Where no two iterations may overlap, one that began before its worker's barrier would never let
  // the others arrive.
  const std::string data = put("few.svm", "1 1:1 2:2\n-1 1:0.5\n1 2:-1\n");
  Simulation simulation(experiment_of(
      {"algorithm.name=kromagnon", "algorithm.epochs=3", "algorithm.iterations=6", "workers=2",
       "objective.name=ridge", "objective.data.path=" + data, "adversary.tau_max=0"}));
  EXPECT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
}

TEST_F(VarianceReduction, KeepsALinearRateWhereSgdStalls) {
  // Ridge regression, the same constant step size for all, uniform over four workers. The residuals
  // at x* are not zero, so SGD stays at its noise floor.
  const auto distance = [](const std::string& algorithm, const std::string& iterations) {
    return run_experiment(
               experiment_of({"algorithm.name=" + algorithm, "workers=4", "objective.name=ridge",
                              "objective.l2=0.1",
                              "objective.data.path=" HOGTIE_TEST_DATA "/diabetes.svm",
                              "algorithm.step_size=0.02", "algorithm.iterations=" + iterations}),
               {}, {})
        .metrics.final_distance();
  };
  const double sgd = distance("epoch_sgd", "20000");
  EXPECT_LT(distance("asaga", "20000"), 1e-4 * sgd);
  EXPECT_LT(distance("kromagnon", "2000"), 1e-4 * sgd);  // ten epochs of it
}

TEST(MomentumSgd, IsFasterThanPlainSgdOnAnIllConditionedQuadratic) {
  // Curvatures 1 and 1/100, alpha = 1: plain SGD contracts by 1 - 1/100 an iteration, heavy ball
  // with beta = 0.8 by sqrt(beta) = 0.894.
  const auto hitting_time = [](const std::string& algorithm) {
    proto::Experiment experiment = experiment_of(
        {"algorithm.name=" + algorithm, "workers=1", "objective.dimension=2",
         "algorithm.step_size=1", "algorithm.iterations=2000", "success.epsilon=1e-8"});
    experiment.mutable_objective()->add_curvature(1);
    experiment.mutable_objective()->add_curvature(0.01);
    experiment.mutable_algorithm()->set_momentum(0.8);
    if (algorithm != "momentum_sgd") experiment.mutable_algorithm()->clear_momentum();
    return run_experiment(experiment, {}, {}).metrics.hitting_time();
  };
  EXPECT_GT(hitting_time("epoch_sgd"), 5 * hitting_time("momentum_sgd"));
  EXPECT_GT(hitting_time("momentum_sgd"), 0u);
}

}  // namespace
}  // namespace hogtie
