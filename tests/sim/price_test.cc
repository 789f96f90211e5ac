#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/text/number.h"
#include "sim/studies/common/parallel_for.h"
#include "sim/studies/price/decay.h"
#include "sim/studies/price/price_point.h"
#include "sim/studies/price/run_price.h"
#include "sim/studies/price/sample_times.h"
#include "sim/studies/price/step_size_limit.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::error_of;
using testing::experiment_of;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(SampleTimes, EveryRoundAtFirstAndHalfAsManyFromEachDoublingOn) {
  EXPECT_EQ(sample_times(7, 3), (std::vector<std::uint64_t>{0, 3, 6}));
  const auto times = sample_times(10'000, 5);  // k up to 2000
  EXPECT_EQ(times[256], 256U * 5);
  EXPECT_EQ(times[257], 258U * 5);
  EXPECT_EQ(times[256 + 128], 512U * 5);
  EXPECT_EQ(times[256 + 128 + 1], 516U * 5);
  EXPECT_EQ(times[256 + 2 * 128 + 1], 1032U * 5);
  EXPECT_EQ(times.back(), 2000U * 5);
  EXPECT_LT(sample_times(1'000'000'000'000, 1).size(), 256U + 33 * 128);
}

/// At times 0, 1, 2, ...
Decay decay(const std::vector<double>& squared_distances) {
  std::vector<std::uint64_t> times;
  for (std::uint64_t t = 0; t < squared_distances.size(); ++t) times.push_back(t);
  return decay_of(times, squared_distances);
}

template <class Value>
std::vector<double> samples(std::size_t count, const Value& value) {
  std::vector<double> result;
  for (std::size_t t = 0; t < count; ++t) result.push_back(value(static_cast<double>(t)));
  return result;
}

TEST(DecayOf, AnExponential) {
  const Decay falls = decay(samples(101, [](double t) { return 4 * std::exp(-0.2 * t); }));
  EXPECT_TRUE(falls.converges);
  EXPECT_NEAR(falls.rate.value_or(0), 0.1, 1e-12);
  EXPECT_NEAR(falls.left, std::exp(-0.2 * 75), 1e-12);

  const Decay grows = decay(samples(101, [](double t) { return 4 * std::exp(0.2 * t); }));
  EXPECT_FALSE(grows.converges);
  EXPECT_NEAR(grows.rate.value_or(0), -0.1, 1e-12);
  EXPECT_FALSE(decay({1, 1, 1, 1}).converges);
}

TEST(DecayOf, NotWhatIsTooSmallToHaveDigits) {
  // 1e-2 t: from t = 125 on below 1e-250, from 162 on 0.
  const Decay falls = decay(samples(220, [](double t) { return std::pow(10, -2 * t); }));
  EXPECT_NEAR(falls.rate.value_or(0), std::log(10), 1e-9);
  EXPECT_TRUE(falls.converges);
  const Decay at_once = decay({3, 0, 0, 0});
  EXPECT_EQ(at_once.rate, kInfinity);
  EXPECT_TRUE(at_once.converges);
}

TEST(DecayOf, Overflow) {
  const Decay grows = decay({1, 4, 16, 64, 256, kInfinity, std::nan("")});
  EXPECT_FALSE(grows.converges);
  EXPECT_NEAR(grows.rate.value_or(0), -std::log(2), 1e-12);
  EXPECT_EQ(grows.left, kInfinity);
  EXPECT_EQ(decay({1, std::nan(""), 1, 1}).rate, -kInfinity);
  // What is large in between, but finite, has time to fall.
  EXPECT_TRUE(decay({1, 1e300, 1, 0.5, 0.25, 0.125, 0.125, 0.125}).converges);
}

TEST(DecayOf, IteratesThatPassTheOptimum) {
  // In turns of five x is near x*, once exactly there; its peaks fall by 1/4 a turn.
  const auto passes = [](double factor) {
    return samples(200, [=](double t) {
      const double peak = std::pow(factor, std::floor(t / 5));
      const int phase = static_cast<int>(t) % 5;
      return phase == 0 ? peak : phase == 3 ? 0 : peak * 1e-9;
    });
  };
  const Decay falls = decay(passes(0.25));
  EXPECT_TRUE(falls.converges);
  EXPECT_NEAR(falls.rate.value_or(0), std::log(2) / 5, 1e-12);
  const Decay grows = decay(passes(1.5));
  EXPECT_FALSE(grows.converges);
  EXPECT_NEAR(grows.rate.value_or(0), -std::log(1.5) / 10, 1e-12);
}

TEST(DecayOf, TheFloorHardlyCounts) {
  // Above ten times the floor it is in error by less than 1/9 in the square, of a decay by 1e-4.
  const auto to_floor = [](double t) { return std::exp(-0.1 * t) + 1e-5; };
  const Decay falls = decay(samples(500, to_floor));
  EXPECT_TRUE(falls.converges);
  EXPECT_NEAR(falls.rate.value_or(0), 0.05, 0.05 * 0.11 / -std::log(1e-4));
  EXPECT_NEAR(falls.left, 1e-5, 1e-7);
  // One sample leads to the floor.
  EXPECT_NEAR(decay({1, 1e-4, 3e-4, 2e-4, 3e-4, 1e-4, 2e-4, 3e-4, 1e-4}).rate.value_or(0),
              std::log(1e4) / 2, 1e-12);
}

TEST(DecayOf, AHighFloorHidesTheRate) {
  const auto to = [](double floor) {
    return samples(500, [=](double t) { return (1 - floor) * std::exp(-0.1 * t) + floor; });
  };
  const Decay high = decay(to(0.2));
  EXPECT_TRUE(high.converges);
  EXPECT_EQ(high.rate, std::nullopt);
  EXPECT_NEAR(high.left, 0.2, 1e-12);
  EXPECT_NEAR(decay(to(0.04)).rate.value_or(0), 0.05, 0.05 / 6);
  // A slow decay is none.
  EXPECT_NEAR(decay(samples(500, [](double t) { return std::exp(-0.001 * t); })).rate.value_or(0),
              0.0005, 1e-12);
}

TEST(LargestStepSize, EndsTheRangeOfSmallOnes) {
  for (const double limit : {1e-6, 0.02, 0.3, 0.9, 17.0}) {
    for (const double start : {1e-4, 0.25, 0.9}) {
      const auto found = largest_step_size(0.9, start, [=](double alpha) { return alpha < limit; });
      ASSERT_TRUE(found.has_value());
      EXPECT_LT(*found, limit);
      EXPECT_GE(*found * (1 + kStepSizeTolerance), limit) << start;
    }
  }
  // The same number whatever the start.
  const auto below = [](double alpha) { return alpha < 0.123; };
  EXPECT_EQ(largest_step_size(0.9, 0.01, below), largest_step_size(0.9, 0.5, below));
}

TEST(LargestStepSize, NotAnIslandBeyond) {
  const auto found = largest_step_size(
      0.9, 0.05, [](double alpha) { return alpha < 0.2 || (alpha > 0.8 && alpha < 1.1); });
  EXPECT_NEAR(found.value_or(0), 0.2, 0.2 * kStepSizeTolerance);
}

TEST(LargestStepSize, None) {
  EXPECT_EQ(largest_step_size(0.9, 0.1, [](double) { return false; }), std::nullopt);
  EXPECT_EQ(largest_step_size(0.9, 0.1, [](double) { return true; }), std::nullopt);
}

TEST(RunJobs, EachOnceAndTheFirstErrorWhateverTheThreads) {
  for (const std::uint32_t threads : {1U, 2U, 7U}) {
    std::vector<int> runs(100);
    parallel_for(runs.size(), threads, [&](std::size_t k) { ++runs[k]; });
    EXPECT_EQ(runs, std::vector<int>(100, 1));
    parallel_for(0, threads, [](std::size_t) { FAIL(); });
    std::string what;
    try {
      parallel_for(100, threads, [](std::size_t k) {
        if (k >= 40) throw std::runtime_error(std::to_string(k));
      });
    } catch (const std::runtime_error& error) {
      what = error.what();
    }
    EXPECT_EQ(what, "40");
  }
}

TEST(PricePoint, EveryAdversaryIsHeldToTheDelay) {
  proto::Adversary settings;
  settings.set_depth(3);
  settings.set_shape(2);
  settings.set_wait_max(100);
  const proto::Adversary swarm = adversary_at(settings, "swarm", 9);
  EXPECT_EQ(swarm.ShortDebugString(), "name: \"swarm\" tau: 9 wait_max: 100");
  const proto::Adversary pct = adversary_at(settings, "pct", 9);
  EXPECT_EQ(pct.ShortDebugString(), "name: \"pct\" tau_max: 9 wait_max: 100 depth: 3");
  EXPECT_FALSE(goes_by_rounds(swarm));
  settings.clear_wait_max();
  EXPECT_TRUE(goes_by_rounds(adversary_at(settings, "swarm", 9)));
  EXPECT_FALSE(goes_by_rounds(adversary_at(settings, "max_delay", 9)));
}

TEST(PricePoint, RunsAreWholeRounds) {
  const proto::Experiment experiment = experiment_of({"algorithm.iterations=1000"});
  EXPECT_EQ(run_length(experiment, {"stale_gradient", 8, 16}), 59U * 17);
  EXPECT_EQ(run_length(experiment, {"swarm", 8, 16}), 44U * 23);
  EXPECT_EQ(run_length(experiment, {"stale_gradient", 2, 576}), 32U * 577);
}

const std::vector<std::string> kLine{"objective.dimension=1"};

PriceRequest request_of(const std::vector<std::string>& settings, PriceGrid grid) {
  PriceRequest request;
  request.experiment = experiment_of(settings);
  request.grid = std::move(grid);
  return request;
}

// Statement 7, from the values of the statement itself: (τ+1) ln(1-α) / ln|(1-α)^τ - α|.
TEST(Price, IsThatOfStatement7WithoutNoise) {
  struct Value {
    double step_size;
    std::uint64_t tau;
    double slowdown;
  };
  for (const Value& value :
       {Value{0.5, 2, 1.5}, Value{0.5, 16, 16.99925}, Value{0.2, 22, 3.1161},
        Value{0.1, 58, 2.67364}, Value{0.1, 232, 10.6615}, Value{0.05, 576, 9.87946}}) {
    const PriceReport report = run_price(
        request_of(kLine, {{value.step_size}, {"stale_gradient"}, {2, 5}, {value.tau}}), {});
    ASSERT_EQ(report.lines.size(), 2U);
    for (const PriceLine& line : report.lines) {
      const PriceRow& row = line.rows.front();
      EXPECT_NEAR(row.slowdown.value_or(0), value.slowdown, 0.01 * value.slowdown);
      EXPECT_NEAR(row.theory.slowdown.value_or(0), value.slowdown, 6e-6);
      EXPECT_NEAR(row.sequential.decay.rate.value_or(0), -std::log1p(-value.step_size), 1e-9);
      EXPECT_EQ(line.contention, value.tau);
      EXPECT_EQ(line.best_slowdown, row.slowdown);
    }
  }
}

// From curvature 4 α' = 4α; in three coordinates each contracts alike.
TEST(Price, OfOtherCurvaturesAndDimensions) {
  const PriceReport report =
      run_price(request_of({"objective.dimension=3", "objective.curvature=4"},
                           {{0.025}, {"stale_gradient"}, {2}, {58}}),
                {});
  const PriceRow& row = report.lines.front().rows.front();
  EXPECT_NEAR(row.slowdown.value_or(0), 2.67364, 0.01 * 2.67364);
  EXPECT_NEAR(row.theory.slowdown.value_or(0), 2.67364, 6e-6);
  const PriceReport two = run_price(request_of({"objective.dimension=2", "objective.curvature=1,4"},
                                               {{0.025}, {"stale_gradient"}, {2}, {58}}),
                                    {});
  EXPECT_EQ(two.lines.front().rows.front().theory.slowdown, std::nullopt);
}

// With noise of 1e-3 the floor, α σ²/(2-α) = 5e-8 for sequential SGD, hardly counts.
TEST(Price, IsThatOfStatement7WithALittleNoise) {
  PriceRequest request = request_of({"objective.dimension=1", "objective.noise=0.001"},
                                    {{0.1}, {"stale_gradient"}, {2}, {58}});
  request.trials = 30;
  const PriceReport report = run_price(request, {});
  EXPECT_NEAR(report.lines.front().rows.front().slowdown.value_or(0), 2.67364, 0.05 * 2.67364);
}

// The round multiplies x by (1-α)^τ - (n-1)α, which falls in α from 1; SGD diverges once that is
// below -1.
double swarm_threshold(double stale, double tau) {
  double converges = 0;
  double diverges = 1;
  for (int k = 0; k < 60; ++k) {
    const double alpha = (converges + diverges) / 2;
    (stale * alpha - std::pow(1 - alpha, tau) > 1 ? diverges : converges) = alpha;
  }
  return converges;
}

TEST(Price, DivergesUnderTheSwarmWhereStatement8Says) {
  const PriceReport report =
      run_price(request_of(kLine, {{0.09, 0.1}, {"swarm"}, {4, 12}, {3, 21, 100}}), {});
  ASSERT_EQ(report.lines.size(), 6U);
  for (const PriceLine& line : report.lines) {
    const double threshold =
        swarm_threshold(line.point.workers - 1, static_cast<double>(line.point.tau));
    ASSERT_TRUE(line.largest_step_size.has_value());
    EXPECT_LE(*line.largest_step_size, threshold);
    EXPECT_GT(*line.largest_step_size * (1 + kStepSizeTolerance), threshold);
    for (const PriceRow& row : line.rows) {
      EXPECT_EQ(row.measured.decay.converges, row.step_size < threshold);
      EXPECT_EQ(row.slowdown.has_value(), row.step_size < threshold);
      EXPECT_EQ(row.theory.slowdown.has_value(), row.step_size < threshold);
    }
  }
  // At α = 0.1 eleven stale gradients and a delay of 22 are needed: 1.1 - 0.9^21 = 0.99.
  const PriceRow& twelve = report.lines[4].rows[1];
  EXPECT_TRUE(twelve.measured.decay.converges);
  EXPECT_FALSE(report.lines[5].rows[1].measured.decay.converges);
  EXPECT_LT(report.lines[5].rows[1].measured.decay.rate.value_or(0), 0);
  // |1-α| < 1 up to 2.
  EXPECT_NEAR(report.sequential_largest_step_size.value_or(0), 2, 2 * kStepSizeTolerance);
}

// x goes down to 0.9^58 in the first round, through the region, before the stale gradient is
// applied: it is hit when sequential SGD hits it, at the first t with 0.81^t <= 0.01, 22.
TEST(Price, HittingTimesAreThoseOfTheIterates) {
  PriceRequest request = request_of(kLine, {{0.1, 1.5}, {"stale_gradient"}, {2}, {58}});
  request.trials = 3;
  const PriceReport report = run_price(request, {});
  const PriceLine& line = report.lines.front();
  EXPECT_EQ(line.rows[0].measured.hitting_time, 22U);
  EXPECT_EQ(line.rows[0].measured.reached, 3U);
  EXPECT_EQ(line.rows[0].sequential.hitting_time, 22U);
  EXPECT_EQ(line.rows[0].hitting_slowdown, 1.0);
  // Of the two, 0.1 alone converges under the adversary; sequential SGD is best with 1.5, whose
  // |1-α| = 0.5 hits after 4.
  EXPECT_EQ(line.best_step_size, 0.1);
  EXPECT_NEAR(line.best_slowdown.value_or(0), 2.67364 * std::log(0.5) / std::log(0.9), 1e-4);
  EXPECT_EQ(line.best_hitting_slowdown, 22.0 / 4);
  EXPECT_EQ(line.rows[1].slowdown, std::nullopt);
}

// c = L = 1, M² = 1 over the ball of x_0 = 1, ε = 0.01: A = 1 + 0.4 √(τ n), De Sa's 1 + 0.2 τ.
TEST(Price, StandsBesideTheBounds) {
  const PriceReport report =
      run_price(request_of(kLine, {{0.1}, {"stale_gradient", "swarm", "uniform"}, {8}, {50}}), {});
  ASSERT_EQ(report.lines.size(), 3U);
  const auto check = [](const PriceLine& line, double contention) {
    EXPECT_EQ(static_cast<double>(line.contention), contention);
    const PriceTheory& theory = line.rows.front().theory;
    EXPECT_NEAR(theory.corollary_6_7_price.value_or(0), 1 + 0.4 * std::sqrt(8 * contention), 1e-9);
    EXPECT_NEAR(theory.de_sa_price.value_or(0), 1 + 0.2 * contention, 1e-9);
    EXPECT_NEAR(line.recommended.corollary_6_7.value_or(0), 0.01 / 9, 1e-12);  // √400 = 20
    EXPECT_NEAR(line.recommended.de_sa.value_or(0), 0.01 / 11, 1e-12);
    // (τ+1) ln(1-α) / ln(α/2)
    EXPECT_NEAR(theory.slowdown_lower_bound.value_or(0), 51 * std::log(0.9) / std::log(0.05), 1e-9);
  };
  check(report.lines[0], 50);
  check(report.lines[1], 56);
  check(report.lines[2], 50);
}

std::string text(const std::optional<double>& value) {
  return value ? format_number(*value) : "-";
}

/// Equal where every bit of what was measured is.
std::string text(const PriceReport& report) {
  std::string result = text(report.sequential_largest_step_size);
  for (const PriceLine& line : report.lines) {
    result += '\n' + text(line.largest_step_size) + ' ' + text(line.best_slowdown);
    for (const PriceRow& row : line.rows) {
      for (const PriceMeasurement* const measured : {&row.measured, &row.sequential}) {
        result += ' ' + text(measured->decay.rate) + ' ' + format_number(measured->decay.left) +
                  ' ' + std::to_string(measured->hitting_time.value_or(0));
      }
    }
  }
  return result;
}

TEST(Price, IsTheSameForAnyNumberOfThreads) {
  PriceRequest request =
      request_of({"objective.dimension=2", "objective.noise=0.1", "algorithm.iterations=200"},
                 {{0.1, 0.3}, {"uniform", "greedy", "swarm"}, {3}, {4, 8}});
  request.trials = 3;
  const std::string alone = text(run_price(request, {}));
  for (const std::uint32_t threads : {2U, 3U}) {
    request.threads = threads;
    std::uint64_t last = 0;
    PriceWatch watch;
    watch.progress = [&](std::uint64_t done, std::uint64_t total) {
      EXPECT_EQ(done, ++last);
      EXPECT_EQ(total, 6U + 12 + 2 + 1);  // limits, rows, sequential SGD and its limit
    };
    EXPECT_EQ(text(run_price(request, watch)), alone);
    EXPECT_EQ(last, 21U);
  }
}

TEST(Price, AnInterruptEndsIt) {
  std::atomic<bool> interrupted = true;
  PriceRequest request = request_of({"objective.dimension=1", "algorithm.iterations=1000000000000"},
                                    {{0.1}, {"uniform"}, {2}, {4}});
  request.threads = 2;
  PriceWatch watch;
  watch.interrupted = &interrupted;
  const PriceReport report = run_price(request, watch);
  EXPECT_TRUE(report.interrupted);
  EXPECT_TRUE(report.lines.empty());
  EXPECT_EQ(report.lines_in_all, 1u);
}

TEST(Price, WhatCannotBeMeasured) {
  EXPECT_EQ(error_of([] {
              run_price(request_of({"objective.initial=0"}, {{0.1}, {"uniform"}, {2}, {4}}), {});
            }),
            "x_0 is x*, from which there is nothing to measure; set objective.initial");
  EXPECT_EQ(error_of([] {
              PriceRequest request = request_of(kLine, {{0.1}, {"uniform", "fixed"}, {2}, {4}});
              request.threads = 3;
              run_price(request, {});
            }),
            "adversary 'fixed' needs a schedule; set adversary.schedule={worker: 0 steps: 3},... "
            "or adversary.schedule_file=FILE");
}

class PriceFiles : public testing::InDirectory {};

TEST_F(PriceFiles, AFailingAdversaryIsReported) {
  // Worker 0 alone, for more steps than it has here.
  testing::record(experiment_of({"workers=2", "adversary=sequential", "objective.dimension=1",
                                 "algorithm.iterations=300000"}),
                  path("long.trace"));
  const PriceReport report = run_price(
      request_of({"adversary.trace=" + path("long.trace")}, {{0.1}, {"replay"}, {2}, {4}}), {});
  ASSERT_TRUE(report.failure.has_value());
  EXPECT_EQ(report.failure->where, "replay, n = 2, tau = 4");
  EXPECT_TRUE(report.failure->detail.starts_with("the adversary chose worker 0, which has ended"));
}

// Data can take long to read, so what is wrong in the settings is said before.
TEST(RunSetup, ChecksSettingsBeforeItReadsData) {
  const proto::Experiment experiment = experiment_of(
      {"algorithm.name=epoch_sdg", "objective.name=logistic", "objective.data.path=missing.svm"});
  EXPECT_EQ(error_of([&] { RunSetup setup(experiment); }),
            "no algorithm 'epoch_sdg'; did you mean 'epoch_sgd'? see `hogtie list algorithms`");
}

TEST(RunSetup, FindsTheMinimiserWhenItIsAskedFor) {
  // Separable labels without regularisation: there is none.
  proto::Experiment experiment = experiment_of({"objective.name=logistic", "objective.l2=0"});
  const std::string data = ::testing::TempDir() + "run_setup_separable.svm";
  std::ofstream(data) << "1 1:1\n-1 1:-1\n";
  experiment.mutable_objective()->mutable_data()->set_path(data);
  const RunSetup setup(experiment);
  std::filesystem::remove(data);
  EXPECT_EQ(setup.initial(), std::vector<double>{0});
  EXPECT_TRUE(error_of([&] { setup.optimum(); }).starts_with(data + ": the labels are separable"));
  EXPECT_EQ(error_of([&] { setup.radius(); }), error_of([&] { setup.optimum(); }));
}

TEST(RunSetup, SharesTheObjectiveOfAnother) {
  const RunSetup first(experiment_of({"objective.dimension=3", "objective.curvature=2"}));
  const RunSetup second(experiment_of({"workers=7", "objective.dimension=5"}), first);
  EXPECT_EQ(&second.objective(), &first.objective());
  EXPECT_EQ(second.experiment().workers(), 7U);
  EXPECT_EQ(second.experiment().objective().dimension(), 3U);
  EXPECT_EQ(second.initial(), first.initial());
}

}  // namespace
}  // namespace hogtie
