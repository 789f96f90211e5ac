#include "core/algorithms/full_sgd.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adversaries/registry.h"
#include "core/monitors/convergence_monitor.h"
#include "sim/simulation/simulation.h"
#include "tests/core/testing_settings.h"
#include "tests/sim/algorithm_testing.h"
#include "tests/sim/machine_testing.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::Choices;
using testing::experiment_of;
using testing::model_of;
using testing::with;

// FullSGD as one loop, with nobody else about.
std::vector<double> sequential_reference(const proto::Experiment& experiment, std::uint64_t epochs,
                                         std::uint64_t iterations, double alpha) {
  const RunSetup setup(experiment);
  std::vector<double> x = setup.initial();
  const Objective& f = setup.objective();
  std::uint64_t t = 0;
  for (std::uint64_t epoch = 0; epoch < epochs; ++epoch, alpha /= 2) {
    for (std::uint64_t k = 0; k < iterations; ++k, ++t) {
      Coins coins(experiment.seed(), 0, t);
      const Sample sample = f.draw(coins);
      std::vector<double> view;
      for (const std::uint32_t j : sample.support) view.push_back(x[j]);
      std::vector<double> gradient(view.size());
      f.gradient(sample, view, coins, gradient);
      for (std::size_t i = 0; i < view.size(); ++i) x[sample.support[i]] += -alpha * gradient[i];
    }
  }
  return x;
}

TEST(FullSgd, OneWorkerIsSequentialSgdBitForBit) {
  const std::vector<std::string> full{"algorithm.name=full_sgd", "algorithm.epochs=5",
                                      "algorithm.iterations=150", "algorithm.step_size=0.3",
                                      "seed=9"};
  for (const auto& objective : std::vector<std::vector<std::string>>{
           {"objective.dimension=11", "objective.noise=0.5", "objective.curvature=0.7"},
           {"objective.name=logistic", "objective.data.path=" HOGTIE_TEST_DATA "/breast-cancer.svm",
            "algorithm.step_size=0.03"}}) {
    for (const std::string view : {"SUPPORT", "MODEL"}) {
      for (const std::string workers : {"1", "3"}) {
        // The sequential schedule lets worker 0 do everything.
        const auto experiment = experiment_of(
            with(with(full, objective),
                 {"algorithm.view=" + view, "workers=" + workers, "adversary.name=sequential"}));
        Simulation simulation(experiment);
        ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
        EXPECT_EQ(model_of(simulation),
                  sequential_reference(experiment, 5, 150, experiment.algorithm().step_size()))
            << objective.front() << " " << view << " " << workers;
      }
    }
  }
}

// d = 1, f(x) = x^2/2 from 1 without noise, two epochs of four iterations at 1/2 and 1/4. An
// iteration has three steps, and one more, the compare&swap, where it is its worker's first of the
// second epoch.
const std::vector<std::string> kByHand{"algorithm.name=full_sgd", "workers=2",
                                       "objective.dimension=1",   "algorithm.step_size=0.5",
                                       "algorithm.iterations=4",  "algorithm.epochs=2"};

double after(std::vector<Choice> choices, const std::vector<std::string>& settings = kByHand) {
  Simulation simulation(experiment_of(settings));
  Choices schedule(std::move(choices));
  const Ending ending = simulation.run(schedule);
  EXPECT_EQ(ending.verdict, proto::COMPLETED) << ending.detail;
  return simulation.model()[0];
}

TEST(FullSgd, AGradientHeldOverTheEndOfItsEpochIsRefused) {
  // Worker 0 reads 1 in iteration 0; worker 1 has 1, 2 and 3, which leave 1/8, and begins 4 in the
  // second epoch: the gradient held, 1/2 at 1, is refused. Iterations 4 to 7 multiply by 3/4.
  EXPECT_EQ(after({{0, 2}, {1, 9}, {1, 2}, {0, 1}, {1, 100}, {0, 100}}), 0.125 * 0.31640625);
  // Released before the compare&swap it does reach the model: 1/8 - 1/2.
  EXPECT_EQ(after({{0, 2}, {1, 9}, {1, 1}, {0, 1}, {1, 100}, {0, 100}}), -0.375 * 0.31640625);
}

TEST(FullSgd, TheEndOfAnEpochCutsAnUpdateInTwo) {
  // Two coordinates: an iteration has five steps. Worker 0 has added to the first when the epoch
  // ends; 1/2 of coordinate 0 is applied, after 1/8 is reached, and that of coordinate 1 refused.
  const auto settings = with(kByHand, {"objective.dimension=2"});
  Simulation simulation(experiment_of(settings));
  const std::vector<std::uint64_t> times{8};
  ConvergenceMonitor monitor(2, simulation.initial(), std::vector<double>(2, 0.0), {1e-300, {}}, 1,
                             {}, times);
  simulation.machine().add_reader(monitor);
  Choices schedule({{0, 3}, {1, 15}, {0, 1}, {1, 2}, {0, 1}, {1, 100}, {0, 100}});
  ASSERT_EQ(simulation.run(schedule).verdict, proto::COMPLETED);
  const std::vector<double> expected{-0.375 * 0.31640625, 0.125 * 0.31640625};
  EXPECT_EQ(model_of(simulation), expected);
  // The virtual iterates end where the model does: all of it is in powers of two.
  const std::vector<double> iterate(monitor.iterate().begin(), monitor.iterate().end());
  EXPECT_EQ(iterate, expected);
  EXPECT_EQ(monitor.time(), 8u);
  ASSERT_EQ(monitor.curve().size(), 1u);
  EXPECT_EQ(monitor.curve()[0], expected[0] * expected[0] + expected[1] * expected[1]);
}

TEST(FullSgd, AGradientOfTheLastEpochCountsHoweverLate) {
  // Worker 1 does the first epoch, which leaves 1/16; worker 0 reads that in iteration 4 and holds
  // it while worker 1 does 5, 6, 7 and ends. Then 1/4 of 1/16 is still added.
  EXPECT_EQ(after({{1, 12}, {0, 3}, {1, 100}, {0, 100}}), 0.0625 * (0.421875 - 0.25));
}

TEST(FullSgd, AWorkerFarBehindDoesNotTurnTheEpochBack) {
  // Five epochs of one iteration. Worker 0 draws iteration 1 and sleeps before its compare&swap
  // from 0 to 1; worker 1 does 2, 3 and 4. The late compare&swap fails, and what follows is
  // refused.
  const auto settings = with(kByHand, {"algorithm.iterations=1", "algorithm.epochs=5"});
  Simulation simulation(experiment_of(settings));
  Choices schedule({{0, 3}, {0, 1}, {1, 100}, {0, 100}});
  ASSERT_EQ(simulation.run(schedule).verdict, proto::COMPLETED);
  EXPECT_EQ(to_word(simulation.machine().execution().cells[2]), 4u);
  // Of 1/2, 1/8, 1/16 and 1/32.
  EXPECT_EQ(simulation.model()[0], 0.5 * 0.875 * 0.9375 * 0.96875);
}

// Checks, step by step, that no update is applied once an iteration of a later epoch has read.
class EpochCheck final : public StepReader {
 public:
  EpochCheck(std::uint32_t workers, std::uint64_t iterations)
      : iterations_(iterations), epoch_(workers) {}

  void step(const Execution& execution, const Step& step) override {
    const std::uint64_t epoch = epoch_[step.worker];
    if (!execution.layout.is_double(step.operation.target)) return;
    if (step.operation.kind == OperationKind::kRead) latest_read_ = std::max(latest_read_, epoch);
    if (step.operation.kind != OperationKind::kGuardedFetchAdd) return;
    if (!step.result.applied) ++refused;
    if (step.result.applied && epoch < latest_read_) ++slipped;
  }
  void iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t iteration,
                       std::uint64_t) override {
    epoch_[worker] = iteration / iterations_;
  }

  std::uint64_t refused = 0;
  std::uint64_t slipped = 0;

 private:
  std::uint64_t iterations_;
  std::vector<std::uint64_t> epoch_;  // of each worker's iteration
  std::uint64_t latest_read_ = 0;
};

// Every strategy that needs no file.
std::vector<std::string> strategies() {
  std::vector<std::string> names;
  for (const RegistryEntry& entry : adversaries()) {
    const auto takes = [&](std::string_view parameter) {
      return std::find(entry.parameters.begin(), entry.parameters.end(), parameter) !=
             entry.parameters.end();
    };
    if (!takes("trace") && !takes("schedule_file")) names.emplace_back(entry.name);
  }
  return names;
}

TEST(FullSgd, NoStaleUpdateSlipsThroughUnderAnyAdversary) {
  std::uint64_t refused = 0;
  for (const std::string& name : strategies()) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      Simulation simulation(
          experiment_of({"algorithm.name=full_sgd", "workers=6", "objective.dimension=9",
                         "objective.noise=0.2", "algorithm.iterations=20", "algorithm.epochs=6",
                         "adversary.name=" + name, "seed=" + std::to_string(seed)}));
      EpochCheck check(6, 20);
      simulation.machine().add_reader(check);
      ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED) << name;
      ASSERT_EQ(check.slipped, 0u) << name << ", seed " << seed;
      refused += check.refused;
    }
  }
  EXPECT_GT(refused, 1000u);  // the guards had work to do
}

TEST(FullSgd, EpochsFromTheConstants) {
  // x_0 is 1 in three coordinates, so R^2 = 3, M^2 = 3 + 3 * 0.25, and 2 α n M / sqrt(ε) =
  // 2 * 0.5 * 8 * sqrt(3.75) / sqrt(0.01) = 154.9, of which log2 is 7.3.
  const std::vector<std::string> settings{"algorithm.name=full_sgd", "workers=8",
                                          "objective.dimension=3", "objective.noise=0.5",
                                          "algorithm.step_size=0.5"};
  EXPECT_EQ(RunSetup(experiment_of(settings)).experiment().algorithm().epochs(), 8u);
  // R = 1: M^2 = 1.75, 105.8, 6.7.
  EXPECT_EQ(RunSetup(experiment_of(with(settings, {"objective.radius=1"})))
                .experiment()
                .algorithm()
                .epochs(),
            7u);
  EXPECT_EQ(
      testing::error_of([&] { RunSetup(experiment_of(with(settings, {"success.epsilon=0"}))); }),
      "algorithm 'full_sgd' cannot tell its epochs: premise does not hold: epsilon > 0 (epsilon = "
      "0); set "
      "algorithm.epochs");
  EXPECT_EQ(testing::error_of([&] { RunSetup(experiment_of({"algorithm.epochs=3"})); }),
            "algorithm 'epoch_sgd' takes no 'epochs'; it takes: step_size, iterations, view");
}

// A crashed worker leaves the others to do all epochs.
TEST(FullSgd, OneWorkerSurvives) {
  for (const std::string& name : strategies()) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      std::vector<std::string> settings{"algorithm.name=full_sgd", "workers=4",
                                        "objective.dimension=2",   "algorithm.iterations=60",
                                        "algorithm.epochs=4",      "algorithm.step_size=0.2",
                                        "adversary.name=" + name,  "seed=" + std::to_string(seed)};
      Coins coins(seed, 0, 0);
      const std::uint64_t survivor = coins.index(4);
      for (std::uint64_t worker = 0; worker < 4; ++worker) {
        if (worker == survivor) continue;
        settings.push_back("adversary.crashes={worker: " + std::to_string(worker) +
                           " step: " + std::to_string(coins.index(1300)) + "}");
      }
      Simulation simulation(experiment_of(settings));
      const Ending ending = simulation.run(*simulation.make_adversary());
      ASSERT_TRUE(ending.verdict == proto::ALL_CRASHED_OR_BLOCKED ||
                  ending.verdict == proto::COMPLETED)
          << name << ": " << ending.detail;
      const auto& execution = simulation.machine().execution();
      EXPECT_GE(to_word(execution.cells[2]), 240u);  // C[0]: all iterations have begun
      EXPECT_EQ(to_word(execution.cells[3]), 3u);    // C[1]: the last epoch
      // What crashed workers have begun, three iterations at most, adds nothing; the other 237 have
      // shrunk the model.
      for (const double x : simulation.model()) EXPECT_LT(std::abs(x), 0.1) << name;
    }
  }
}

// The promise, E||r - x*|| <= sqrt(ε), where elastic consistency (statement 10) promises it.
//
// f(x) = x^2/2 with noise 0.1 from x_0 = 1: c = L = 1, M^2 = 1.01, ε = 1/4; n = 4 workers whose
// contention is bounded by τ_max, so B = τ_max M. An epoch at step size a with T iterations, of
// which crashed workers may keep n - 1 without a gradient, takes the distance D in quadratic mean
// to D' with D'^2 <= (1-a)^(T-n+1) D^2 + a^2 B^2 + a M^2; the model that the next one begins with
// misses at most n - 1 gradients in flight, each of length a M. So does the result after crashes.
struct Promise {
  double step_size;
  std::uint64_t tau_max;
  std::uint64_t epochs;
  bool crashes;

  double distance(std::uint64_t iterations) const {
    const double second_moment = 1.01;
    const double b = static_cast<double>(tau_max) * std::sqrt(second_moment);
    double distance = 1;
    double in_flight = 0;
    double a = step_size;
    for (std::uint64_t epoch = 0; epoch < epochs; ++epoch, a /= 2) {
      const double begin = distance + in_flight;
      distance = std::sqrt(std::pow(1 - a, static_cast<double>(iterations) - 3) * begin * begin +
                           a * a * b * b + a * second_moment);
      in_flight = 3 * a * std::sqrt(second_moment);
    }
    return distance + (crashes ? in_flight : 0);
  }

  // The least T of the promise.
  std::uint64_t iterations() const {
    std::uint64_t iterations = 4;
    while (iterations < 10'000 && distance(iterations) > 0.5) ++iterations;
    return iterations;
  }
};

std::vector<std::string> settings_of(const Promise& promise) {
  return {"algorithm.name=full_sgd",
          "workers=4",
          "objective.dimension=1",
          "objective.noise=0.1",
          "success.epsilon=0.25",
          "algorithm.step_size=" + std::to_string(promise.step_size),
          "algorithm.iterations=" + std::to_string(promise.iterations()),
          "adversary.tau_max=" + std::to_string(promise.tau_max)};
}

// 100 trials an adversary, crashes at other steps in each ten; mean + 3.8 standard errors is above
// the expectation with more than 99.98 % confidence (Student, 99 degrees of freedom: 3.8 leaves
// 0.013 %), so that all of the some fifty hold with 99 %.
void expect_promise(const Promise& promise, const std::string& adversary) {
  double sum = 0;
  double squares = 0;
  for (std::uint64_t k = 0; k < 10; ++k) {
    std::vector<std::string> settings =
        with(settings_of(promise),
             {"adversary.name=" + adversary, "algorithm.epochs=" + std::to_string(promise.epochs)});
    Coins coins(k, 0, 0);
    const std::uint64_t steps = 3 * promise.iterations() * promise.epochs;
    for (std::uint64_t w = 1; promise.crashes && w < 4; ++w) {
      settings.push_back("adversary.crashes={worker: " + std::to_string((w + k) % 4) +
                         " step: " + std::to_string(coins.index(steps)) + "}");
    }
    const RunSetup setup(experiment_of(settings));
    for (std::uint64_t seed = 10 * k + 1; seed <= 10 * k + 10; ++seed) {
      Simulation simulation(setup, seed);
      const Ending ending = simulation.run(*simulation.make_adversary());
      ASSERT_TRUE(ending.verdict == proto::COMPLETED ||
                  (promise.crashes && ending.verdict == proto::ALL_CRASHED_OR_BLOCKED))
          << adversary << ": " << ending.detail;
      const double distance = std::abs(simulation.model()[0]);
      sum += distance;
      squares += distance * distance;
    }
  }
  const double mean = sum / 100;
  const double deviation = std::sqrt((squares - 100 * mean * mean) / 99);
  EXPECT_LE(mean + 3.8 * deviation / 10, 0.5) << adversary << ", crashes " << promise.crashes;
}

TEST(FullSgd, KeepsItsPromiseUnderEveryAdversary) {
  // 2 α n M / sqrt(ε) = 3.54, so two epochs, 0.22 and 0.11: 0.0484 * 9.09 + 0.22 * 1.01 = 0.662 and
  // 0.0121 * 9.09 + 0.11 * 1.01 = 0.221 are left by noise and delays, and T = 41 is enough.
  const Promise two{0.22, 3, 2, false};
  EXPECT_EQ(two.iterations(), 41u);
  // Longer delays take a smaller step, for which the constants ask for one epoch.
  const Promise one{0.03, 9, 1, false};
  for (const Promise& promise : {two, one}) {
    EXPECT_EQ(RunSetup(experiment_of(settings_of(promise))).experiment().algorithm().epochs(),
              promise.epochs);
  }
  for (const std::string& name : strategies()) {
    expect_promise(two, name);
    expect_promise(one, name);
  }
}

TEST(FullSgd, KeepsItsPromiseThoughAllButOneCrash) {
  // More epochs than the constants ask for, since now gradients of the last may be missing too.
  const Promise promise{0.22, 3, 4, true};
  EXPECT_LT(promise.iterations(), 100u);
  for (const std::string& name : strategies()) expect_promise(promise, name);
}

class FullSgdTrace : public testing::InDirectory {};

TEST_F(FullSgdTrace, IsReplayed) {
  const auto report = testing::record(
      experiment_of({"algorithm.name=full_sgd", "workers=5", "objective.dimension=10",
                     "objective.noise=0.1", "adversary.name=max_delay"}),
      path("full.trace"));
  ASSERT_EQ(report.ending.verdict, proto::COMPLETED);
  EXPECT_EQ(report.metrics.iterations(), report.experiment.algorithm().epochs() * 1000);
  const ReplayReport again = testing::replay(path("full.trace"));
  EXPECT_FALSE(again.diverged) << again.run.ending.detail;
  EXPECT_EQ(again.steps_agreed, report.metrics.steps());
  EXPECT_EQ(again.run.metrics.SerializeAsString(), report.metrics.SerializeAsString());
}

}  // namespace
}  // namespace hogtie
