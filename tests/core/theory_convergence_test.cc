#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "core/theory/asynchronous_bound.h"
#include "core/theory/convergence_problem.h"
#include "core/theory/de_sa_bound.h"
#include "core/theory/plog.h"
#include "core/theory/premise.h"
#include "core/theory/sequential_bound.h"
#include "core/theory/supermartingale.h"

namespace hogtie {
namespace {

// c = 1, L = 2, M = 4, ε = 1/4 and ||x_0-x*|| = 2, so that √ε = 1/2 and plog(4 / (1/4)) = 1 +
// ln 16.
constexpr ConvergenceProblem kProblem{1, 2, 16, 0.25, 2};
const double kPlog = 1 + std::log(16.0);

// C = 2√(18 · 2) = 12 and C√d = 24.
constexpr Asynchrony kAsynchrony{.workers = 2, .dimension = 4, .tau_max = 18};

std::string premise_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const PremiseError& error) {
    EXPECT_EQ(error.what(), "premise does not hold: " + error.premise());
    return error.premise();
  }
  return "no error";
}

TEST(Plog, IsALogarithmFromOneOn) {
  EXPECT_EQ(plog(0), 0);
  EXPECT_EQ(plog(0.5), 0.5);
  EXPECT_EQ(plog(1), 1);
  EXPECT_DOUBLE_EQ(plog(std::exp(2.0)), 3);
  EXPECT_EQ(premise_of([] { plog(-1); }), "u >= 0 (u = -1)");
  EXPECT_THROW(plog(std::nan("")), PremiseError);
}

// α = 1/128: 2αcε - α²M² = 1/256 - 16/16384 = 3/1024, so P <= (1/4)(1024/3) plog / T. The form with
// ϑ = 1/2, since cεϑ/M² = 1/128, has M²/(c²εϑ) = 16 · 4 · 2 = 128 instead of 256/3.
TEST(SequentialBound, IsAsStated) {
  EXPECT_DOUBLE_EQ(sequential_failure_bound(kProblem, 1 / 128.0, 1000), 256 / 3.0 * kPlog / 1000);
  EXPECT_DOUBLE_EQ(sequential_step_size(kProblem, 0.5), 1 / 128.0);
  EXPECT_DOUBLE_EQ(sequential_failure_bound_of_theta(kProblem, 0.5, 1000), 128 * kPlog / 1000);
  // ϑ = 1: α = 1/64, and both are 64 plog / T.
  EXPECT_DOUBLE_EQ(sequential_step_size(kProblem), 1 / 64.0);
  EXPECT_DOUBLE_EQ(sequential_failure_bound(kProblem, 1 / 64.0, 1000), 64 * kPlog / 1000);
  EXPECT_DOUBLE_EQ(sequential_failure_bound_of_theta(kProblem, 1, 1000), 64 * kPlog / 1000);
}

// ||x_0-x*||² = 1/16 lies in S: plog(1/4) = 1/4.
TEST(SequentialBound, OfAStartInTheSuccessRegion) {
  ConvergenceProblem problem = kProblem;
  problem.initial_distance = 0.25;
  EXPECT_DOUBLE_EQ(sequential_failure_bound(problem, 1 / 64.0, 1), 16);
}

TEST(SequentialBound, HasPremises) {
  // 2cε/M² = 1/32.
  EXPECT_EQ(premise_of([] { sequential_failure_bound(kProblem, 1 / 32.0, 1); }),
            "0 < alpha < 2 c epsilon / M^2 (alpha = 0.03125, 2 c epsilon / M^2 = 0.03125)");
  EXPECT_THROW(sequential_failure_bound(kProblem, 0, 1), PremiseError);
  EXPECT_THROW(sequential_failure_bound(kProblem, std::nan(""), 1), PremiseError);
  EXPECT_EQ(premise_of([] { sequential_failure_bound(kProblem, 0.01, 0); }), "T >= 1");
  EXPECT_EQ(premise_of([] { sequential_step_size(kProblem, 0); }), "0 < theta <= 1 (theta = 0)");
  EXPECT_EQ(premise_of([] { sequential_failure_bound_of_theta(kProblem, 1.5, 1); }),
            "0 < theta <= 1 (theta = 1.5)");
}

TEST(ConvergenceProblem, HasPremises) {
  const auto with = [](double ConvergenceProblem::*constant, double value) {
    ConvergenceProblem problem = kProblem;
    problem.*constant = value;
    return premise_of([&] { require_premises(problem); });
  };
  EXPECT_EQ(premise_of([] { require_premises(kProblem); }), "no error");
  EXPECT_EQ(with(&ConvergenceProblem::strong_convexity, 0), "c > 0 and finite (c = 0)");
  EXPECT_EQ(with(&ConvergenceProblem::lipschitz, -1), "L > 0 and finite (L = -1)");
  EXPECT_EQ(with(&ConvergenceProblem::second_moment, std::numeric_limits<double>::infinity()),
            "M^2 > 0 and finite (M^2 = inf)");
  EXPECT_EQ(with(&ConvergenceProblem::epsilon, 0), "epsilon > 0 and finite (epsilon = 0)");
  EXPECT_EQ(with(&ConvergenceProblem::initial_distance, -1),
            "||x_0 - x*|| >= 0 and finite (||x_0 - x*|| = -1)");
  EXPECT_EQ(with(&ConvergenceProblem::initial_distance, 0), "no error");
  EXPECT_EQ(premise_of([] { require_premises(Asynchrony{0, 1, 1}); }), "n >= 1");
  EXPECT_EQ(premise_of([] { require_premises(Asynchrony{1, 0, 1}); }), "d >= 1");
}

// τ = 6: M² + 2LMτ√ε = 16 + 2 · 2 · 4 · 6 / 2 = 64. At α = cε/64 = 1/256,
// 2αcε - α²M² = 1/512 - 1/4096 = 7/4096, H = 4096/7, α²HLMτ = 48 / (16 · 7) = 3/7 and
// W_0 = (1/4)(4096/7) plog, so P <= (7/4)(1024/7) plog / T = 256 plog / T, and 64/(c²ε) = 256 too.
TEST(DeSaBound, IsAsStated) {
  EXPECT_DOUBLE_EQ(de_sa_moment(kProblem, 6), 64);
  EXPECT_DOUBLE_EQ(de_sa_price(kProblem, 6), 4);
  EXPECT_DOUBLE_EQ(de_sa_step_size(kProblem, 6), 1 / 256.0);
  EXPECT_DOUBLE_EQ(de_sa_failure_bound(kProblem, 1 / 256.0, 6, 1000), 256 * kPlog / 1000);
  EXPECT_DOUBLE_EQ(de_sa_failure_bound_of_theta(kProblem, 1, 6, 1000), 256 * kPlog / 1000);
  EXPECT_DOUBLE_EQ(de_sa_step_size(kProblem, 6, 0.25), 1 / 1024.0);
  EXPECT_DOUBLE_EQ(de_sa_failure_bound_of_theta(kProblem, 0.25, 6, 1000), 1024 * kPlog / 1000);
}

// At α = 1/64 with τ = 6: 2αcε - α²M² = 1/256, H = 256 and α²HLMτ = 256 · 48 / 4096 = 3.
TEST(DeSaBound, HasPremises) {
  EXPECT_EQ(premise_of([] { de_sa_failure_bound(kProblem, 1 / 64.0, 6, 1); }),
            "alpha^2 H L M tau < 1 (alpha^2 H L M tau = 3, alpha = 0.015625)");
  EXPECT_EQ(premise_of([] { de_sa_step_size(kProblem, 6, 2); }), "0 < theta <= 1 (theta = 2)");
}

// A = 16 + 4 · 2 · 4 · (1/2) · √36 · √4 = 208, so α = 1/832 at ϑ = 1: 2αcε - α²M² is
// 1/1664 - 16/832² = 400/832², H = 832²/400 = 1730.56, α²HLMC√d = 2 · 4 · 24 / 400 = 0.48 and
// W_0 = H/4 plog, so P <= 432.64 plog / (0.52 T) = 832 plog / T, which is A/(c²ε) plog / T.
TEST(AsynchronousBound, IsAsStated) {
  EXPECT_DOUBLE_EQ(corollary_6_7_moment(kProblem, kAsynchrony), 208);
  EXPECT_DOUBLE_EQ(price_of_asynchrony(kProblem, kAsynchrony), 13);
  EXPECT_DOUBLE_EQ(corollary_6_7_step_size(kProblem, kAsynchrony), 1 / 832.0);
  EXPECT_DOUBLE_EQ(theorem_6_5_failure_bound(kProblem, 1 / 832.0, kAsynchrony, 10000),
                   832 * kPlog / 10000);
  EXPECT_DOUBLE_EQ(corollary_6_7_failure_bound_of_theta(kProblem, 1, kAsynchrony, 10000),
                   832 * kPlog / 10000);
  EXPECT_DOUBLE_EQ(corollary_6_7_failure_bound(kProblem, 1 / 832.0, kAsynchrony, 10000),
                   832 * kPlog / 10000);
}

// Written out, Theorem 6.5 is ε plog / ((2αcε - α²A) T). At ϑ = 1/2, α = 1/1664, that is
// (1/4) plog / ((1/3328 - 208/1664²) T) = (1/4) 1664² plog / (624 T), 2/3 of the corollary's 1664.
TEST(AsynchronousBound, OfTheTheoremIsTighterBelowTheRecommendedStepSize) {
  const double step_size = corollary_6_7_step_size(kProblem, kAsynchrony, 0.5);
  EXPECT_DOUBLE_EQ(step_size, 1 / 1664.0);
  EXPECT_DOUBLE_EQ(theorem_6_5_failure_bound(kProblem, step_size, kAsynchrony, 10000),
                   2 / 3.0 * 1664 * kPlog / 10000);
  EXPECT_DOUBLE_EQ(corollary_6_7_failure_bound(kProblem, step_size, kAsynchrony, 10000),
                   1664 * kPlog / 10000);
}

// The theorem's premises end at α = 2cε/A = 1/416, below 2cε/M² = 1/32; the corollary's at 1/832.
TEST(AsynchronousBound, HasPremises) {
  const auto theorem = [](double step_size) {
    return premise_of([=] { theorem_6_5_failure_bound(kProblem, step_size, kAsynchrony, 1); });
  };
  EXPECT_EQ(theorem(0.999 / 416), "no error");
  // At α = 1/208: 2αcε - α²M² = 1/416 - 16/208² = 88/208², so that it is 192/88 = 2.1818...
  EXPECT_EQ(theorem(1 / 208.0),
            "alpha^2 H L M C sqrt(d) < 1 (alpha^2 H L M C sqrt(d) = 2.18182, alpha = 0.00480769)");
  EXPECT_EQ(theorem(0.5),
            "0 < alpha < 2 c epsilon / M^2 (alpha = 0.5, 2 c epsilon / M^2 = 0.03125)");
  EXPECT_EQ(premise_of([] { corollary_6_7_failure_bound(kProblem, 0.5, kAsynchrony, 1); }),
            "0 < alpha <= c epsilon / A (alpha = 0.5, c epsilon / A = 0.00120192)");
  EXPECT_EQ(
      premise_of([] { corollary_6_7_failure_bound_of_theta(kProblem, 1.25, kAsynchrony, 1); }),
      "0 < theta <= 1 (theta = 1.25)");
  EXPECT_THROW(corollary_6_7_moment(kProblem, {0, 1, 1}), PremiseError);
}

// Without delays all three are the sequential bound, and whatever the constants, the step size that
// is recommended lies within its own premise and no other near it has a lower bound.
TEST(AsynchronousBound, OfRandomConstants) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> logarithm(-6, 6);
  for (int k = 0; k < 1000; ++k) {
    const auto any = [&] { return std::exp(logarithm(random)); };
    const double c = any();
    const ConvergenceProblem problem{c, c * (1 + any()), any(), any(), any()};
    Asynchrony asynchrony{1 + random() % 100, 1 + random() % 100, random() % 10000};
    const double step_size = corollary_6_7_step_size(problem, asynchrony);
    const double least = theorem_6_5_failure_bound(problem, step_size, asynchrony, 100);
    EXPECT_NEAR(corollary_6_7_failure_bound(problem, step_size, asynchrony, 100) / least, 1, 1e-9);
    for (const double factor : {0.9, 1.1}) {
      EXPECT_LT(least, theorem_6_5_failure_bound(problem, factor * step_size, asynchrony, 100));
    }
    EXPECT_NEAR(least,
                price_of_asynchrony(problem, asynchrony) *
                    sequential_failure_bound_of_theta(problem, 1, 100),
                1e-9 * least);
    asynchrony.tau_max = 0;
    const double alone = sequential_failure_bound(problem, step_size, 100);
    EXPECT_EQ(theorem_6_5_failure_bound(problem, step_size, asynchrony, 100), alone);
    EXPECT_EQ(de_sa_failure_bound(problem, step_size, 0, 100), alone);
  }
}

// With α = 1/832 as above: W_10 at distance 2 is 432.64 plog + 10, and
// V_10 = W_10 - 0.48 · 10 + αHL√d Φ, αHL√d = 1730.56 · 2 · 2 / 832 = 8.32.
TEST(Supermartingale, IsAsStated) {
  const double w = 432.64 * kPlog + 10;
  EXPECT_DOUBLE_EQ(rate_supermartingale(kProblem, 1 / 832.0, 4, 10), w);
  EXPECT_DOUBLE_EQ(supermartingale_slope(kProblem, 1 / 832.0), 1730.56);
  EXPECT_DOUBLE_EQ(asynchronous_supermartingale(kProblem, kAsynchrony, 1 / 832.0, 4, 10, 0.5),
                   w - 4.8 + 4.16);
  EXPECT_DOUBLE_EQ(asynchronous_supermartingale(kProblem, kAsynchrony, 1 / 832.0, 4, 0, 0),
                   432.64 * kPlog);
  EXPECT_THROW(asynchronous_supermartingale(kProblem, kAsynchrony, 0.01, 4, 0, 0), PremiseError);
  EXPECT_EQ(
      premise_of([] { asynchronous_supermartingale(kProblem, kAsynchrony, 1 / 832.0, 4, 0, -1); }),
      "Phi_t >= 0 (Phi_t = -1)");
}

// H is W's derivative where S ends, and there it is steepest.
TEST(Supermartingale, HasItsSlopeWhereSuccessBegins) {
  const auto slope_at = [](double x) {
    const double h = 1e-6;
    return (rate_supermartingale(kProblem, 0.01, (x + h) * (x + h), 0) -
            rate_supermartingale(kProblem, 0.01, x * x, 0)) /
           h;
  };
  const double slope = supermartingale_slope(kProblem, 0.01);
  EXPECT_NEAR(slope_at(0.5), slope, 1e-5 * slope);
  for (const double x : {0.6, 1.0, 3.0}) EXPECT_LT(slope_at(x), slope);
}

// f(x) = x²/2 with g(x) = x - u, u = ±σ: c = L = 1, and M² = R² + σ² over the ball |x| <= R.
constexpr double kRadius = 2;
constexpr double kSigma = 0.5;
constexpr ConvergenceProblem kNoisy{1, 1, kRadius* kRadius + kSigma* kSigma, 0.04, 1.5};

TEST(Supermartingale, DoesNotGrowInExpectation) {
  const double limit = 2 * kNoisy.epsilon / kNoisy.second_moment;
  for (const double alpha : {0.01 * limit, 0.5 * limit, 0.99 * limit}) {
    for (double x = std::sqrt(kNoisy.epsilon); x <= kRadius; x += 0.01) {
      double next = 0;
      for (const double u : {-kSigma, kSigma}) {
        const double moved = x - alpha * (x - u);
        next += rate_supermartingale(kNoisy, alpha, moved * moved, 1) / 2;
      }
      EXPECT_LE(next, rate_supermartingale(kNoisy, alpha, x * x, 0)) << alpha << ' ' << x;
    }
  }
}

// A constant delay τ: iteration t takes its gradient at x_{t-τ}. Then the movement from x_{t-k} to
// x_{t-k+1} is missed by the iterations t, ..., t - k + τ, so that Φ_t weighs it with τ - k + 1,
// and a delay sum is τ, within 2√(τn) for n >= τ/4.
TEST(Supermartingale, DoesNotGrowInExpectationUnderDelays) {
  constexpr std::uint64_t kDelay = 6;
  constexpr Asynchrony asynchrony{.workers = 2, .dimension = 1, .tau_max = kDelay};
  const double alpha = corollary_6_7_step_size(kNoisy, asynchrony);
  std::mt19937_64 random(2);
  std::uniform_real_distribution<double> start(std::sqrt(kNoisy.epsilon), kRadius);
  const auto v = [&](const std::vector<double>& path, std::uint64_t time) {
    const std::size_t t = path.size() - 1;
    double delayed = 0;
    for (std::size_t k = 1; k <= kDelay && k <= t; ++k) {
      delayed += std::abs(path[t - k + 1] - path[t - k]) * static_cast<double>(kDelay - k + 1);
    }
    return asynchronous_supermartingale(kNoisy, asynchrony, alpha, path[t] * path[t], time,
                                        delayed);
  };
  for (int run = 0; run < 50; ++run) {
    std::vector<double> path(kDelay + 1, start(random));
    for (std::uint64_t time = kDelay; std::abs(path.back()) > 0.2 && time < 200; ++time) {
      const double view = path[path.size() - 1 - kDelay];
      double expected = 0;
      std::vector<double> next = path;
      for (const double u : {-kSigma, kSigma}) {
        next.push_back(path.back() - alpha * (view - u));
        expected += v(next, time + 1) / 2;
        next.pop_back();
      }
      ASSERT_LE(expected, v(path, time) + 1e-9) << time;
      path.push_back(path.back() - alpha * (view - (random() % 2 == 0 ? -kSigma : kSigma)));
    }
  }
}

}  // namespace
}  // namespace hogtie
