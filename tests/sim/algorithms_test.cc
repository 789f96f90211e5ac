// What every algorithm promises, and what sets it apart, on both machines.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "core/algorithms/support_weights.h"
#include "core/execution/lost_updates.h"
#include "core/execution/virtual_iterates.h"
#include "core/objectives/empirical_risk.h"
#include "sim/run/derived_iterates.h"
#include "sim/run/simulation.h"
#include "sim/threads/record_threads.h"
#include "sim/threads/replay_on_threads.h"
#include "sim/threads/run_threads.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::Choices;
using testing::experiment_of;
using Settings = std::vector<std::string>;

Settings with(Settings settings, const Settings& more) {
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

std::vector<double> model_of(const Simulation& simulation) {
  return {simulation.model().begin(), simulation.model().end()};
}

// What an algorithm with one worker does to the model: x, the support, the gradient times -alpha,
// and the worker's coins.
using Update = std::function<void(std::vector<double>&, std::span<const std::uint32_t>,
                                  std::vector<double>, Coins&)>;

void plain(std::vector<double>& x, std::span<const std::uint32_t> support,
           const std::vector<double>& update, Coins&) {
  for (std::size_t k = 0; k < support.size(); ++k) x[support[k]] += update[k];
}

// Heavy ball, v <- beta v - alpha g and x <- x + v.
Update heavy_ball(double beta) {
  return [beta, v = std::vector<double>(1000)](std::vector<double>& x,
                                               std::span<const std::uint32_t> support,
                                               const std::vector<double>& update, Coins&) mutable {
    for (std::size_t k = 0; k < support.size(); ++k) {
      const std::uint32_t j = support[k];
      v[j] = update[k] + beta * v[j];
      x[j] += v[j];
    }
  };
}

// Up to the next multiple of 1/2^bits with the probability that makes the mean right.
Update rounded(int bits) {
  return [bits](std::vector<double>& x, std::span<const std::uint32_t> support,
                const std::vector<double>& update, Coins& coins) {
    for (std::size_t k = 0; k < support.size(); ++k) {
      const double scaled = std::ldexp(update[k], bits);
      const double up = coins.uniform() < scaled - std::floor(scaled) ? 1 : 0;
      x[support[k]] += std::ldexp(std::floor(scaled) + up, -bits);
    }
  };
}

std::vector<double> sequential_reference(const RunSetup& setup, double alpha, Update apply) {
  std::vector<double> x = setup.initial();
  const Objective& f = setup.objective();
  for (std::uint64_t t = 0; t < setup.experiment().algorithm().iterations(); ++t) {
    Coins coins(setup.experiment().seed(), 0, t);
    const Sample sample = f.draw(coins);
    std::vector<double> view;
    for (const std::uint32_t j : sample.support) view.push_back(x[j]);
    std::vector<double> update(view.size());
    f.gradient(sample, view, coins, update);
    for (double& component : update) component *= -alpha;
    apply(x, sample.support, update, coins);
  }
  return x;
}

// The updates of a batch are summed up first.
Update in_batches(std::size_t batch) {
  return [batch, sum = std::vector<double>(1000), count = std::size_t{0}](
             std::vector<double>& x, std::span<const std::uint32_t> support,
             const std::vector<double>& update, Coins&) mutable {
    for (std::size_t k = 0; k < support.size(); ++k) sum[support[k]] += update[k];
    if (++count % batch != 0) return;
    for (std::size_t j = 0; j < x.size(); ++j) x[j] += std::exchange(sum[j], 0.0);
  };
}

using Reference = std::function<std::vector<double>(const RunSetup&, double)>;

Reference of_samples(const Update& update) {
  return [update](const RunSetup& setup, double alpha) {
    return sequential_reference(setup, alpha, update);
  };
}

std::vector<double> coordinate_descent(const RunSetup& setup, double alpha) {
  std::vector<double> x = setup.initial();
  std::vector<double> gradient(x.size());
  for (std::uint64_t t = 0; t < setup.experiment().algorithm().iterations(); ++t) {
    Coins coins(setup.experiment().seed(), 0, t);
    const std::size_t j = coins.index(x.size());
    setup.objective().mean_gradient(x, gradient);
    x[j] += -alpha * gradient[j];
  }
  return x;
}

// Sparse SVRG as one loop: epochs of a snapshot, the gradient of f there, and corrected steps.
std::vector<double> svrg(const RunSetup& setup, double alpha) {
  const auto& f = dynamic_cast<const FiniteSum&>(setup.objective());
  const std::vector<double> weights = support_weights(f);
  const proto::Algorithm& settings = setup.experiment().algorithm();
  std::vector<double> x = setup.initial();
  std::uint64_t t = 0;
  for (std::uint64_t epoch = 0; epoch < settings.epochs(); ++epoch) {
    const std::vector<double> snapshot = x;
    const auto gradient_at = [&](const Sample& sample, const std::vector<double>& point) {
      std::vector<double> view;
      for (const std::uint32_t j : sample.support) view.push_back(point[j]);
      std::vector<double> gradient(view.size());
      Coins none(0, 0, 0);
      f.gradient(sample, view, none, gradient);
      return gradient;
    };
    std::vector<double> mu(x.size());
    for (std::size_t i = 0; i < f.samples(); ++i) {
      const std::vector<double> gradient = gradient_at(f.sample(i), snapshot);
      for (std::size_t k = 0; k < gradient.size(); ++k) mu[f.sample(i).support[k]] += gradient[k];
    }
    for (double& component : mu) component /= static_cast<double>(f.samples());
    for (std::uint64_t k = 0; k < settings.iterations(); ++k, ++t) {
      Coins coins(setup.experiment().seed(), 0, t);
      const Sample sample = f.draw(coins);
      const std::vector<double> here = gradient_at(sample, x);
      const std::vector<double> there = gradient_at(sample, snapshot);
      for (std::size_t s = 0; s < here.size(); ++s) {
        const std::uint32_t j = sample.support[s];
        x[j] += -alpha * (here[s] - there[s] + weights[j] * mu[j]);
      }
    }
  }
  return x;
}

// Sparse SAGA as one loop.
std::vector<double> saga(const RunSetup& setup, double alpha) {
  const auto& f = dynamic_cast<const EmpiricalRisk&>(setup.objective());
  const std::vector<double> weights = support_weights(f);
  const double samples = static_cast<double>(f.samples());
  std::vector<double> x = setup.initial();
  std::vector<double> slopes(f.samples());
  std::vector<double> mean(x.size());
  for (std::uint64_t t = 0; t < setup.experiment().algorithm().iterations(); ++t) {
    Coins coins(setup.experiment().seed(), 0, t);
    const Sample sample = f.draw(coins);
    const Row row = f.data().row(sample.index);
    std::vector<double> view;
    for (const std::uint32_t j : sample.support) view.push_back(x[j]);
    std::vector<double> penalty(view.size());
    f.penalty_gradient(sample, view, penalty);
    const double slope = f.slope_at(sample, view);
    const double change = slope - std::exchange(slopes[sample.index], slope);
    for (std::size_t k = 0; k < view.size(); ++k) {
      const std::uint32_t j = sample.support[k];
      const double update = penalty[k] + (change * row.values[k] + weights[j] * mean[j]);
      x[j] += update * -alpha;
      mean[j] += change / samples * row.values[k];
    }
  }
  return x;
}

struct Case {
  std::string name;
  Settings settings;
  Reference reference;
};

void PrintTo(const Case& instance, std::ostream* out) {
  *out << instance.name;
}

class Algorithms : public testing::InDirectory, public ::testing::WithParamInterface<Case> {
 protected:
  Settings settings(const Settings& more) const {
    return with(with({"algorithm.name=" + GetParam().name}, GetParam().settings), more);
  }
  /// The model; of leashed_sgd it is not in X.
  static std::vector<double> outcome_of(Simulation& simulation) {
    return GetParam().name == "leashed_sgd"
               ? result(simulation.setup(), simulation.machine().execution())
               : model_of(simulation);
  }

  /// Whether it takes any objective, not just those over data.
  static bool takes_any() { return GetParam().name != "kromagnon" && GetParam().name != "asaga"; }

  Settings some_objective() {
    if (takes_any()) return {"objective.noise=0.125"};
    return {"objective.name=ridge", "objective.data.path=" HOGTIE_TEST_DATA "/diabetes.svm"};
  }

  // Sparse rows of two classes.
  std::string sparse() {
    return put("sparse.svm", "1 1:1 5:2\n0 2:1 3:0.5\n1 9:1\n0 1:0.5 9:-1\n1 5:1 7:3\n0\n");
  }
};

INSTANTIATE_TEST_SUITE_P(
    All, Algorithms,
    ::testing::Values(
        Case{"epoch_sgd", {}, of_samples(plain)}, Case{"sequential_sgd", {}, of_samples(plain)},
        Case{"minibatch_sgd", {}, of_samples(plain)}, Case{"locked_sgd", {}, of_samples(plain)},
        Case{"hogwild", {}, of_samples(plain)}, Case{"delay_adaptive_sgd", {}, of_samples(plain)},
        Case{"dropping_sgd", {}, of_samples(plain)},
        Case{"momentum_sgd", {"algorithm.momentum=0.25"}, of_samples(heavy_ball(0.25))},
        Case{"buckwild", {"algorithm.bits=12"}, of_samples(rounded(12))},
        Case{"async_minibatch_sgd",
             {"algorithm.batch=4"},
             [](const RunSetup& setup, double alpha) {
               return sequential_reference(setup, alpha / 4, in_batches(4));
             }},
        Case{"coordinate_descent", {}, coordinate_descent},
        Case{"averaged_sgd", {}, of_samples(plain)}, Case{"leashed_sgd", {}, of_samples(plain)},
        Case{"kromagnon", {"algorithm.epochs=3"}, svrg}, Case{"asaga", {}, saga}),
    [](const auto& instance) { return instance.param.name; });

TEST_P(Algorithms, OneWorkerIsTheSequentialMethodToTheBit) {
  std::vector<Settings> objectives{
      {"objective.name=logistic", "objective.data.path=" + sparse()},
      {"objective.name=logistic", "objective.data.path=" + sparse(), "success.every=7"},
      {"objective.name=ridge", "objective.data.path=" HOGTIE_TEST_DATA "/diabetes.svm"}};
  if (takes_any()) objectives.push_back({"objective.dimension=5", "objective.noise=0.25"});
  for (const Settings& objective : objectives) {
    const proto::Experiment experiment =
        experiment_of(with(settings(objective), {"workers=1", "algorithm.iterations=300",
                                                 "algorithm.step_size=0.01", "seed=3"}));
    const RunSetup setup(experiment);
    const std::vector<double> expected = GetParam().reference(setup, 0.01);
    Simulation simulation(experiment);
    ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
    EXPECT_EQ(outcome_of(simulation), expected);
    for (const proto::MemoryOrder order : {proto::SEQ_CST, proto::RELAXED, proto::RACY}) {
      proto::Experiment threads = experiment;
      threads.mutable_machine()->set_name(proto::THREADS);
      threads.mutable_machine()->set_order(order);
      const ThreadsReport report = run_threads(RunSetup(threads), {});
      EXPECT_EQ(GetParam().name == "leashed_sgd" ? report.result : report.model, expected);
    }
  }
}

TEST_P(Algorithms, ConvergesUnderRoundRobin) {
  const Settings objective = takes_any()
                                 ? Settings{}
                                 : Settings{"objective.name=logistic",
                                            "objective.data.path=" + sparse(), "objective.l2=0.3"};
  const proto::Experiment experiment =
      experiment_of(with(settings(objective),
                         {"workers=3", "adversary.name=round_robin", "algorithm.iterations=3000"}));
  Simulation simulation(experiment);
  ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
  // The coarsest, of 12 bits, ends within a grid cell of x*; the others far nearer.
  const std::vector<double>& optimum = *simulation.setup().optimum();
  for (std::size_t j = 0; j < optimum.size(); ++j) {
    EXPECT_NEAR(outcome_of(simulation)[j], optimum[j], 0x1p-12);
  }
}

TEST_P(Algorithms, IsRecordedAndReplayedExactly) {
  for (const std::string adversary : {"uniform", "round_robin", "heavy_tail"}) {
    const auto report = testing::record(
        experiment_of(with(settings(some_objective()),
                           {"workers=4", "algorithm.iterations=200", "adversary.name=" + adversary,
                            "algorithm.step_size=0.02"})),
        path("t"));
    ASSERT_EQ(report.ending.verdict, proto::COMPLETED) << report.ending.detail;
    const ReplayReport again = testing::replay(path("t"));
    EXPECT_FALSE(again.diverged) << again.run.ending.detail;
    EXPECT_EQ(again.steps_agreed, report.metrics.steps());
    EXPECT_EQ(again.run.metrics.SerializeAsString(), report.metrics.SerializeAsString());
  }
}

// Whatever registers an algorithm has beside the model, adversaries see the model.
TEST_P(Algorithms, RunsUnderEveryAdversary) {
  for (const RegistryEntry& adversary : adversaries()) {
    if (adversary.name == "replay" || adversary.name == "histogram" || adversary.name == "fixed" ||
        adversary.name == "lookahead") {
      continue;  // they need a file, a schedule, a quadratic
    }
    Simulation simulation(
        experiment_of(with(settings(some_objective()),
                           {"workers=3", "algorithm.iterations=60", "algorithm.step_size=0.01",
                            "limits.spins=500", "adversary.name=" + std::string(adversary.name)})));
    const Ending ending = simulation.run(*simulation.make_adversary());
    EXPECT_TRUE(ending.verdict == proto::COMPLETED || ending.verdict == proto::STARVED)
        << adversary.name << ": " << ending.detail;
  }
}

TEST_P(Algorithms, ItsSchedulesAreEnforcedOnThreads) {
  // Every step is a turn, and may take the operating system's time: few of them.
  const auto report = testing::record(
      experiment_of(with(settings(some_objective()),
                         {"workers=3", "algorithm.iterations=12", "algorithm.step_size=0.02"})),
      path("t"));
  const ThreadsReplay enforced = replay_on_threads(path("t"), false, {});
  EXPECT_EQ(enforced.ending.verdict, proto::COMPLETED) << enforced.ending.detail;
  EXPECT_EQ(enforced.agreed, report.metrics.steps());
}

TEST_P(Algorithms, OnThreadsIsRecordedExactly) {
  for (const std::string layout : {"PACKED", "CACHE_LINE"}) {
    for (const Settings& objective : std::vector<Settings>{
             some_objective(), {"objective.name=logistic", "objective.data.path=" + sparse()}}) {
      const RunSetup setup(experiment_of(
          with(settings(objective), {"workers=3", "machine=threads", "machine.layout=" + layout,
                                     "algorithm.iterations=400", "algorithm.step_size=0.02"})));
      ThreadRecording recording;
      recording.trace = path("t");
      recording.verifies = true;
      const RecordedThreads recorded = record_threads(setup, recording, {});
      ASSERT_EQ(recorded.threads.ending.verdict, proto::COMPLETED);
      const ReplayReport replayed = testing::replay(path("t"));
      EXPECT_FALSE(replayed.diverged) << replayed.run.ending.detail;
      EXPECT_EQ(replayed.replayed, recorded.operations);
    }
  }
}

TEST(AlgorithmRegistry, EveryListedNameIsTested) {
  // Here, or as FullSgd in full_sgd_test.
  EXPECT_EQ(algorithms().size(), 16u);
}

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
  simulation.machine().add_observer(lost);
  Choices schedule({{0, 3}, {1, 8}, {0, 1}, {1, 100}, {0, 100}});
  ASSERT_EQ(simulation.run(schedule).verdict, proto::COMPLETED);
  EXPECT_EQ(model_of(simulation), std::vector<double>{0.25});
  EXPECT_EQ(lost.updates(), 4u);
  EXPECT_EQ(lost.lost(), 2u);
}

TEST(Hogwild, AloneLosesUpdates) {
  for (const RegistryEntry& entry : algorithms()) {
    if (entry.name == "kromagnon" || entry.name == "asaga") continue;  // not on the quadratic
    Simulation simulation(experiment_of({"algorithm.name=" + std::string(entry.name), "workers=6",
                                         "algorithm.iterations=500", "algorithm.step_size=0.01",
                                         "success.epsilon=0.1"}));
    LostUpdates lost(6, 8);
    simulation.machine().add_observer(lost);
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
  struct Follow final : Observer {
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
  simulation.machine().add_observer(follow);
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
  // Worker 0 draws, takes the lock, and is not scheduled any more; worker 1 finds the lock taken
  // and spins.
  Simulation simulation = by_hand("locked_sgd", {"limits.spins=50"});
  Choices schedule({{0, 2}, {1, 1000}});
  const Ending ending = simulation.run(schedule);
  EXPECT_EQ(ending.verdict, proto::STARVED);
  EXPECT_EQ(ending.detail,
            "50 steps in a row, workers 1 spin on C[1]; the adversary does not schedule 0, which "
            "could end that");
  // Its draw, its try for the lock, and 50 looks.
  EXPECT_EQ(simulation.machine().execution().step(), 2u + 2 + 50);
  EXPECT_EQ(simulation.machine().spins(), 50u);
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
    struct Powers final : Observer {
      void step(const Execution& execution, const Step& step) override {
        if (!execution.layout.is_model(step.operation.target)) return;
        int exponent = 0;
        others += std::frexp(execution.cells[0], &exponent) == 0.5 ? 0U : 1U;
      }
      std::uint64_t others = 0;
    } powers;
    simulation.machine().add_observer(powers);
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
  struct OnGrid final : Observer {
    void step(const Execution& execution, const Step& step) override {
      if (!execution.layout.is_model(step.operation.target)) return;
      const double scaled = 64 * execution.cells[step.operation.target];
      off += scaled == std::floor(scaled) ? 0U : 1U;
    }
    std::uint64_t off = 0;
  } on_grid;
  simulation.machine().add_observer(on_grid);
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
  struct Mean final : Observer {
    void iteration_begun(const Execution& execution, std::uint32_t, std::uint64_t,
                         std::uint64_t) override {
      for (std::size_t j = 0; j < 3; ++j) sum[j] += execution.cells[j];
    }
    std::vector<double> sum = std::vector<double>(3);
  } mean;
  simulation.machine().add_observer(mean);
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
    struct Versions final : Observer {
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
    simulation.machine().add_observer(versions);
    ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
    EXPECT_EQ(versions.torn, 0u) << adversary;
    EXPECT_GT(versions.published, 50u) << adversary;
  }
}

TEST(LeashedSgd, HitsAsItsPublishedVersionsDo) {
  const RunReport report = run_experiment(
      experiment_of({"algorithm.name=leashed_sgd", "workers=3", "algorithm.iterations=500"}), {},
      {});
  EXPECT_EQ(report.ending.verdict, proto::COMPLETED);
  EXPECT_TRUE(report.metrics.has_hitting_time());
  EXPECT_LT(report.metrics.final_distance(), 1e-6);
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
