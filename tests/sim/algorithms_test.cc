// The algorithms as sequential methods, on both machines.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "core/algorithms/support_weights.h"
#include "core/objectives/empirical_risk.h"
#include "sim/simulation/derived_iterates.h"
#include "sim/simulation/simulation.h"
#include "sim/threads/run_threads.h"
#include "tests/sim/algorithm_testing.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::model_of;
using testing::Settings;
using testing::with;

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
    const auto view_of = [](const Sample& sample, const std::vector<double>& point) {
      std::vector<double> view;
      for (const std::uint32_t j : sample.support) view.push_back(point[j]);
      return view;
    };
    std::vector<double> mu(x.size());
    for (std::size_t i = 0; i < f.samples(); ++i) {
      const Sample sample = f.sample(i);
      std::vector<double> gradient(sample.support.size());
      Coins none(0, 0, 0);
      f.gradient(sample, view_of(sample, snapshot), none, gradient);
      for (std::size_t k = 0; k < gradient.size(); ++k) mu[sample.support[k]] += gradient[k];
    }
    for (double& component : mu) component /= static_cast<double>(f.samples());
    for (std::uint64_t k = 0; k < settings.iterations(); ++k, ++t) {
      Coins coins(setup.experiment().seed(), 0, t);
      const Sample sample = f.draw(coins);
      std::vector<double> difference(sample.support.size());
      std::vector<double> scratch(2 * difference.size());
      f.gradient_difference(sample, view_of(sample, x), snapshot, difference, scratch);
      for (std::size_t s = 0; s < difference.size(); ++s) {
        const std::uint32_t j = sample.support[s];
        x[j] += -alpha * (difference[s] + weights[j] * mu[j]);
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
    const double slope = f.slope_at(sample, view);
    const double change = slope - std::exchange(slopes[sample.index], slope);
    for (std::size_t k = 0; k < view.size(); ++k) {
      const std::uint32_t j = sample.support[k];
      const double shared = weights[j] * (f.l2() * x[j] + mean[j]);
      x[j] += -alpha * (change * row.values[k] + shared);
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
      threads.mutable_machine()->set_kind(proto::THREADS);
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

}  // namespace
}  // namespace hogtie
