#include <gtest/gtest.h>

#include <atomic>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "adversaries/strategies/histogram.h"
#include "core/statistics/ks_distance.h"
#include "sim/studies/fit/fit_histogram.h"
#include "sim/studies/fit/run_fit.h"
#include "sim/studies/fit/schedule_tally.h"
#include "sim/studies/fit/write_histogram.h"
#include "sim/studies/price/measure.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::error_of;
using testing::experiment_of;

std::vector<std::uint64_t> values(const CountDistribution& distribution) {
  std::vector<std::uint64_t> values;
  for (std::uint64_t k = 1; k <= distribution.count(); ++k) {
    values.push_back(distribution.at_rank(k));
  }
  return values;
}

TEST(ScheduleTally, ByHand) {
  ScheduleTally tally(4, 4);
  for (const std::uint32_t worker : {0U, 0U, 1U, 1U, 1U, 0U, 2U, 0U, 0U}) {
    tally.add(worker, RunnableSet(4));
  }
  // 0 0 | 1 1 1 | 0 | 2; the last run may go on.
  EXPECT_EQ(values(tally.runs()), (std::vector<std::uint64_t>{1, 1, 2, 3}));
  // Worker 1 waits 2 steps, worker 0 then 3, worker 2 six, and worker 0 one. Worker 3 never comes.
  EXPECT_EQ(values(tally.stalls()), (std::vector<std::uint64_t>{1, 2, 3, 6}));
  // The same without 2, 3, 3 steps and 1 step in a row, but 1 at least.
  EXPECT_EQ(values(tally.pauses()), (std::vector<std::uint64_t>{1, 1, 1, 3}));
}

TEST(ScheduleTally, OfMoreWorkersThanProcessors) {
  // 0 0 | 1 | 0 | 1 1 | 2 | 1 | 2 | 0 | 2
  ScheduleTally tally(3, 2);
  RunnableSet runnable(3);
  for (const std::uint32_t worker : {0U, 0U, 1U, 0U, 1U, 1U, 2U, 1U, 2U, 0U, 2U}) {
    tally.add(worker, runnable);
  }
  EXPECT_EQ(values(tally.runs()), (std::vector<std::uint64_t>{1, 1, 1, 1, 1, 1, 2, 2}));
  // Worker 2 comes for 0, which has taken three steps and none since the two of 1; worker 0 then
  // comes for 1, which has taken four.
  EXPECT_EQ(values(tally.slices()), (std::vector<std::uint64_t>{3, 4}));
  // Two steps before worker 1 begins, and from the last of 0 to the first of 2.
  EXPECT_EQ(values(tally.stalls()), (std::vector<std::uint64_t>{1, 1, 1, 1, 1, 1, 2, 2}));
  // Worker 0 ends, which has just taken a step: worker 1 comes for it, and not for 2.
  tally.add(0, runnable);
  runnable.remove(0);
  tally.add(1, runnable);
  EXPECT_EQ(tally.slices().count(), 2U);
  tally.add(2, runnable);
  EXPECT_EQ(tally.slices().count(), 2U);
  EXPECT_EQ(tally.stalls().count(), 10U);
}

std::string text(const google::protobuf::RepeatedPtrField<proto::Bin>& bins) {
  std::string text;
  for (const proto::Bin& bin : bins) text += bin.ShortDebugString() + "; ";
  return text;
}

TEST(LogarithmicBins, ByHand) {
  CountDistribution distribution;
  for (const std::uint64_t value : {1U, 1U, 31U, 32U, 33U, 35U, 70'000U, 71'000U, 90'000U}) {
    distribution.add(value);
  }
  // From 32 on they have 2 values, from 65,536 on 4096: 69,632 to 73,727 and 86,016 to 90,111,
  // which ends at the largest.
  EXPECT_EQ(text(logarithmic_bins(distribution)),
            "from: 1 count: 2; from: 31 count: 1; from: 32 to: 33 count: 2; from: 34 to: 35 "
            "count: 1; from: 69632 to: 73727 count: 2; from: 86016 to: 90000 count: 1; ");
  EXPECT_TRUE(logarithmic_bins(CountDistribution()).empty());
}

class FitFiles : public testing::InDirectory {
 protected:
  FitRequest request(const std::vector<std::string>& traces,
                     const std::vector<std::string>& held_out = {}) const {
    FitRequest request;
    for (const std::string& trace : traces) request.traces.push_back(path(trace));
    for (const std::string& trace : held_out) request.held_out.push_back(path(trace));
    request.schedule_file = path("fitted");
    return request;
  }

  /// Fits, with the file written as the program does.
  FitReport fit(const FitRequest& asked, const FitWatch& watch = {}) const {
    return run_fit(
        asked,
        [&](const FitReport& report) {
          write_histogram(asked.schedule_file, {"a comment"}, report.histogram);
        },
        watch);
  }

  void record(const std::string& trace, const std::vector<std::string>& settings) const {
    testing::record(experiment_of(settings), path(trace));
  }
};

// Seeds are fixed. Had they been drawn, each comparison would hold with this probability.
constexpr double kConfidence = 1 - 1e-6;

/// How far an empirical distribution is from that which its independent values are drawn from, at
/// most (Massart 1990).
double deviation(const CountDistribution& distribution) {
  return std::sqrt(std::log(2 / (1 - kConfidence)) /
                   (2 * static_cast<double>(distribution.count())));
}

// Forty workers, runs of one step or, of one in four, of 5 to 8; stalls of 2 or, of one in a
// hundred, of 500 steps. A run has 2.4 steps on average and a stall 7, so that some worker is due
// at any time: no stall is cut short, and no worker goes on after its own run, which would make one
// of two. One that is due waits for 39 runs at most, 312 steps: a stall of 500 or more is one that
// was drawn so, and has 492 or more without its longest run.
TEST_F(FitFiles, RecoversTheHistogramThatARunWasDrawnFrom) {
  const std::string drawn =
      put("drawn",
          "runs { from: 1 count: 3 } runs { from: 5 to: 8 } stalls { from: 2 count: 99 } "
          "stalls { from: 500 }");
  const std::vector<std::string> settings{"workers=40", "algorithm.iterations=4000",
                                          "adversary=histogram",
                                          "adversary.schedule_file=" + drawn};
  record("a", settings);
  const FitReport report = fit(request({"a"}));

  std::vector<double> counts(9);
  double runs = 0;
  for (const proto::Bin& bin : report.histogram.runs()) {
    ASSERT_LE(bin.from(), 8U);
    EXPECT_FALSE(bin.has_to());
    counts[bin.from()] = bin.count();
    runs += bin.count();
  }
  EXPECT_EQ(runs, static_cast<double>(report.fitted.runs.count()));
  EXPECT_GT(runs, 20'000);
  // In the last round workers end, until those that are left have nobody else to wait for.
  EXPECT_LT(counts[2] + counts[3] + counts[4], 40);
  double statistic = 0;
  for (const std::size_t length : {1U, 5U, 6U, 7U, 8U}) {
    const double mean = runs * (length == 1 ? 0.75 : 1.0 / 16);
    statistic += (counts[length] - mean) * (counts[length] - mean) / mean;
  }
  EXPECT_LT(statistic, quantile(boost::math::chi_squared(4), kConfidence));

  double stalls = 0;
  double longer = 0;
  for (const proto::Bin& bin : report.histogram.stalls()) {
    stalls += bin.count();
    if (bin.from() >= 480) longer += bin.count();  // 480 to 495 are a bin
  }
  const boost::math::binomial expected(stalls, 0.01);
  EXPECT_GE(longer, quantile(expected, (1 - kConfidence) / 2));
  EXPECT_LE(longer, quantile(complement(expected, (1 - kConfidence) / 2)));

  // Simulated runs are drawn independently from what was fitted.
  EXPECT_LT(ks_distance(report.simulated.runs, report.fitted.runs),
            deviation(report.simulated.runs));
  // Another histogram would not pass.
  CountDistribution others;
  for (int k = 0; k < 100; ++k) others.add(k % 4 == 3 ? 6 : 1);
  EXPECT_GT(ks_distance(others, report.fitted.runs), 0.09);
}

// Of five workers two are on a processor, for 20 to 29 steps or, one in four, for 200. Stalls are
// of one length, so that the two take turns: the one that is taken off has not stepped for longest.
TEST_F(FitFiles, RecoversTheSlicesThatARunWasDrawnFrom) {
  const std::string drawn = put("drawn",
                                "runs { from: 1 to: 5 } stalls { from: 3 } processors: 2 "
                                "slices { from: 20 to: 29 count: 3 } slices { from: 200 }");
  record("a", {"workers=5", "algorithm.iterations=6000", "objective.noise=0.1",
               "adversary=histogram", "adversary.schedule_file=" + drawn});
  FitRequest asked = request({"a"});
  asked.processors = 2;
  const FitReport report = fit(asked);
  EXPECT_EQ(report.histogram.processors(), 2U);
  double slices = 0;
  double longer = 0;
  for (const proto::Bin& bin : report.histogram.slices()) {
    slices += bin.count();
    if (bin.from() == 200) {
      EXPECT_FALSE(bin.has_to());
      longer += bin.count();
    } else {
      EXPECT_TRUE(bin.from() >= 20 && bin.from() <= 29) << bin.from();
    }
  }
  // 102,000 steps, in slices of 68 on average.
  EXPECT_GT(slices, 1400);
  const boost::math::binomial expected(slices, 0.25);
  EXPECT_GE(longer, quantile(expected, (1 - kConfidence) / 2));
  EXPECT_LE(longer, quantile(complement(expected, (1 - kConfidence) / 2)));
  EXPECT_EQ(report.simulated.slices.maximum(), 200U);
  EXPECT_EQ(read_histogram(path("fitted")).SerializeAsString(),
            report.histogram.SerializeAsString());

  // As many processors as workers, which simulated runs have if nothing else is said: no slices.
  EXPECT_FALSE(fit(request({"a"})).histogram.has_processors());
  asked.processors = 9;
  EXPECT_FALSE(fit(asked).histogram.has_processors());
}

TEST_F(FitFiles, TheFileIsOneThatTheAdversaryTakes) {
  record("a", {"workers=3", "adversary=bursts"});
  const FitReport report = fit(request({"a"}));
  const std::string content = testing::content(path("fitted"));
  EXPECT_TRUE(content.starts_with("# a comment\nruns { from: 1 count: ")) << content;
  EXPECT_EQ(read_histogram(path("fitted")).SerializeAsString(),
            report.histogram.SerializeAsString());
  EXPECT_EQ(testing::record(experiment_of({"workers=64", "adversary=histogram",
                                           "adversary.schedule_file=" + path("fitted")}),
                            path("more.trace"))
                .ending.verdict,
            proto::COMPLETED);
}

TEST_F(FitFiles, IsHeldAgainstOtherRuns) {
  const std::vector<std::string> settings{"workers=3", "adversary=bursts",
                                          "algorithm.iterations=2000"};
  for (const char* const name : {"1", "2", "3"}) {
    auto with_seed = settings;
    with_seed.push_back(std::string("seed=") + name);
    record(name, with_seed);
  }
  FitWatch watch;
  std::uint64_t last = 0;
  watch.progress = [&](std::uint64_t done, std::uint64_t total) {
    EXPECT_EQ(done, ++last);
    EXPECT_EQ(total, 4U);
  };
  const FitReport report = fit(request({"1", "2"}, {"3"}), watch);
  EXPECT_EQ(last, 4U);
  EXPECT_EQ(report.fitted.contention.count(), 4000U);
  ASSERT_TRUE(report.held_out.has_value());
  EXPECT_EQ(report.held_out->contention.count(), 2000U);
  EXPECT_EQ(report.simulated.contention.count(), 2000U);
  // As many figures of the traces as `hogtie trace info` has.
  EXPECT_EQ(report.held_out->delays.maximum(),
            testing::replay(path("3")).run.metrics.delays_by_first_update().maximum());
  // Runs are drawn from one distribution: bursts, and another of the same worker at times.
  EXPECT_LT(ks_distance(report.fitted.runs, report.held_out->runs),
            deviation(report.fitted.runs) + deviation(report.held_out->runs));
  EXPECT_FALSE(fit(request({"1"})).held_out.has_value());
}

TEST_F(FitFiles, ARunOnThreads) {
  record("two", {"workers=2", "machine=threads", "algorithm.iterations=3000"});
  const FitReport report = fit(request({"two"}));
  EXPECT_EQ(report.experiment.machine().kind(), proto::THREADS);
  EXPECT_EQ(report.fitted.contention.count(), 3000U);
  EXPECT_EQ(report.simulated.contention.count(), 3000U);
}

TEST_F(FitFiles, WhatCannotBeFitted) {
  record("two", {"workers=2"});
  record("three", {"workers=3"});
  record("longer", {"workers=2", "algorithm.iterations=1001"});
  record("one", {"workers=1"});
  EXPECT_EQ(error_of([&] { fit(request({"two"}, {"three"})); }),
            "'" + path("two") + "' and '" + path("three") +
                "' are of 2 and 3 workers; fit each number of workers to a file of its own");
  EXPECT_EQ(error_of([&] {
              fit(request({"two", "longer"}));
            }),
            "'" + path("two") + "' and '" + path("longer") +
                "' are of different experiments; fit those that differ in their seeds at most "
                "(see `hogtie trace info`)");
  EXPECT_EQ(error_of([&] { fit(request({"one"})); }),
            "'" + path("one") +
                "': no worker goes on after another, so that there is nothing to fit; record "
                "longer runs, or more workers");
  record("pair", {"workers=3", "adversary=fixed", "limits.steps=200",
                  "adversary.schedule={worker: 0}, {worker: 1}"});
  FitRequest shared = request({"pair"});
  shared.processors = 2;
  EXPECT_EQ(error_of([&] { fit(shared); }),
            "'" + path("pair") +
                "': no worker of 3 is taken off one of 2 processors for another; record longer "
                "runs, or give their number with '--processors'");
  EXPECT_NE(error_of([&] { fit(request({"none"})); }).find("none"), std::string::npos);
  FitRequest nowhere = request({"two"});
  nowhere.schedule_file = path("nowhere/fitted");
  EXPECT_EQ(error_of([&] { fit(nowhere); }),
            "cannot write '" + path("nowhere/fitted") +
                "': No such file or directory; create its directory or give another path");
  std::atomic<bool> interrupted = true;
  FitWatch watch;
  watch.interrupted = &interrupted;
  const FitReport none = fit(request({"two"}), watch);
  EXPECT_TRUE(none.interrupted);
  EXPECT_EQ(none.runs, 0u);
  EXPECT_TRUE(none.histogram.runs().empty());
}

TEST_F(FitFiles, AnInterruptLeavesTheFitToTheTracesRead) {
  record("one", {"workers=2", "seed=1"});
  record("two", {"workers=2", "seed=2"});
  std::atomic<bool> interrupted = false;
  FitWatch watch;
  watch.interrupted = &interrupted;
  watch.progress = [&](std::uint64_t, std::uint64_t) { interrupted = true; };
  const FitReport partial = fit(request({"one", "two"}), watch);
  EXPECT_TRUE(partial.interrupted);
  EXPECT_EQ(partial.fitted_traces, 1u);
  const FitReport whole = fit(request({"one"}));
  EXPECT_EQ(whole.fitted_traces, 1u);
  EXPECT_EQ(partial.histogram.SerializeAsString(), whole.histogram.SerializeAsString());
}

}  // namespace
}  // namespace hogtie
