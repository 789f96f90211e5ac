#include <gtest/gtest.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "tests/adversaries/adversary_testing.h"
#include "tests/adversaries/statistics_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::kConfidence;
using testing::model_after;

/// f(x) = x^2 / 2 from x_0 = 1 in rounds of victims + tau iterations: x after `rounds`.
double x_after(const std::string& adversary, int workers, double alpha, int tau, int victims,
               int rounds) {
  auto experiment = experiment_of(
      {"adversary.name=" + adversary, "workers=" + std::to_string(workers), "objective.dimension=1",
       "algorithm.iterations=" + std::to_string(rounds * (tau + victims))});
  if (adversary != "sequential") set(experiment, "adversary.tau=" + std::to_string(tau));
  experiment.mutable_algorithm()->set_step_size(alpha);
  return model_after(experiment).front();
}

struct Slowdown {
  double alpha;
  int tau;
  double slowdown;  // to five digits behind the point
};

void PrintTo(const Slowdown& row, std::ostream* out) {
  *out << "alpha " << row.alpha << ", tau " << row.tau;
}

class LowerBoundTable : public ::testing::TestWithParam<Slowdown> {};

// Two workers; the first holds a gradient of x_0 back while the other runs tau iterations.
INSTANTIATE_TEST_SUITE_P(, LowerBoundTable,
                         ::testing::Values(Slowdown{0.5, 2, 1.5}, Slowdown{0.5, 16, 16.99925},
                                           Slowdown{0.2, 22, 3.11610}, Slowdown{0.1, 58, 2.67364},
                                           Slowdown{0.1, 232, 10.66150},
                                           Slowdown{0.05, 576, 9.87946}));

TEST_P(LowerBoundTable, EveryRoundContractsByTheSameFactor) {
  const auto& [alpha, tau, unused] = GetParam();
  const double factor = std::pow(1 - alpha, tau) - alpha;
  double before = 1;
  for (int rounds = 1; rounds <= 4; ++rounds) {
    const double x = x_after("stale_gradient", 2, alpha, tau, 1, rounds);
    EXPECT_NEAR(x / before / factor, 1, 1e-12) << rounds;
    before = x;
  }
}

TEST_P(LowerBoundTable, SlowsDownByWhatTheTheoremSays) {
  // Rounds of tau + 1 iterations against as many of sequential SGD, in the exponent.
  const auto& [alpha, tau, slowdown] = GetParam();
  const double factor = x_after("stale_gradient", 2, alpha, tau, 1, 1);
  const double sequential = x_after("sequential", 2, alpha, tau, 1, 1);
  EXPECT_NEAR(std::log(sequential) / std::log(std::fabs(factor)), slowdown, 6e-6);
}

TEST(LowerBound, NeedsTwoWorkersOfAnyNumber) {
  const double two = x_after("stale_gradient", 2, 0.1, 58, 1, 3);
  EXPECT_EQ(x_after("stale_gradient", 7, 0.1, 58, 1, 3), two);
}

TEST(SwarmBound, EveryRoundMultipliesByTheSameFactor) {
  for (const int workers : {2, 3, 12, 40}) {
    for (const double alpha : {0.4, 0.1, 0.01}) {
      for (const int tau : {1, 10, 200}) {
        const double factor = std::pow(1 - alpha, tau) - (workers - 1) * alpha;
        double before = 1;
        for (int rounds = 1; rounds <= 3; ++rounds) {
          const double x = x_after("swarm", workers, alpha, tau, workers - 1, rounds);
          EXPECT_NEAR(x / before, factor, 1e-12 * std::max(1.0, std::fabs(factor)))
              << workers << " workers, alpha " << alpha << ", tau " << tau;
          before = x;
        }
      }
    }
  }
}

TEST(SwarmBound, SgdDivergesFromTwelveWorkersOn) {
  // At alpha = 0.1 the factor is 0.9^100 - (n - 1) / 10 with 0.9^100 = 2.7e-5: below -1 exactly
  // where n - 1 > 10. With n = 11 fifty rounds leave (1 - 2.7e-5)^50 = 0.9987.
  for (int workers = 2; workers <= 16; ++workers) {
    const double x = x_after("swarm", workers, 0.1, 100, workers - 1, 50);
    EXPECT_EQ(std::fabs(x) > 1, workers >= 12) << workers;
  }
}

TEST(SwarmBound, DivergenceNeedsAlsoALargeDelay) {
  // 12 workers: 1.1 - 0.9^tau is above 1 where 0.9^tau < 0.1, from tau = 22 on
  // (0.9^21 = 0.109, 0.9^22 = 0.098).
  EXPECT_LT(std::fabs(x_after("swarm", 12, 0.1, 21, 11, 20)), 1);
  EXPECT_GT(std::fabs(x_after("swarm", 12, 0.1, 22, 11, 20)), 1);
}

// With noise x after one round is Gaussian: a sum of x_0 and of Gaussian noise with fixed weights.
// Mean and variance are checked over seeds 1, 2, ...
constexpr int kSeeds = 4000;

void expect_gaussian(const std::string& adversary, int workers, double alpha, int tau,
                     double sigma) {
  const int victims = workers - 1;
  auto experiment =
      experiment_of({"adversary.name=" + adversary, "workers=" + std::to_string(workers),
                     "adversary.tau=" + std::to_string(tau), "objective.dimension=1",
                     "algorithm.iterations=" + std::to_string(tau + victims)});
  experiment.mutable_algorithm()->set_step_size(alpha);
  experiment.mutable_objective()->set_noise(sigma);
  double sum = 0;
  double squares = 0;
  const double mean = std::pow(1 - alpha, tau) - victims * alpha;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    experiment.set_seed(static_cast<std::uint64_t>(seed));
    const double deviation = model_after(experiment).front() - mean;
    sum += deviation;
    squares += deviation * deviation;
  }
  // Each of the victims adds alpha sigma z of its own; the runner's noise of iteration k decays by
  // 1 - alpha in each iteration after it.
  const double variance = victims * alpha * alpha * sigma * sigma +
                          alpha * sigma * sigma * (1 - std::pow(1 - alpha, 2 * tau)) / (2 - alpha);
  const double z = quantile(boost::math::normal(), 1 - (1 - kConfidence) / 2);
  EXPECT_LT(std::fabs(sum / kSeeds), z * std::sqrt(variance / kSeeds));
  // The mean is known, so the sum of squares has as many degrees of freedom as there are seeds.
  const boost::math::chi_squared distribution(kSeeds);
  EXPECT_GT(squares / variance, quantile(distribution, (1 - kConfidence) / 2));
  EXPECT_LT(squares / variance, quantile(distribution, 1 - (1 - kConfidence) / 2));
}

TEST(LowerBound, MeanAndVarianceWithNoise) {
  expect_gaussian("stale_gradient", 2, 0.2, 5, 0.5);
  expect_gaussian("stale_gradient", 2, 0.05, 30, 2);
}

TEST(SwarmBound, MeanAndVarianceWithNoise) {
  expect_gaussian("swarm", 6, 0.1, 4, 1);
}

}  // namespace
}  // namespace hogtie
