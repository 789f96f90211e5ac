#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/certification/bad_windows.h"
#include "core/certification/certifier.h"
#include "core/certification/drift.h"
#include "core/certification/finding.h"
#include "core/certification/rate_run.h"
#include "core/certification/stale_rounds.h"
#include "core/theory/premise.h"

namespace hogtie {
namespace {

Finding finding_of(const std::vector<Finding>& findings, const std::string& what) {
  for (const Finding& finding : findings) {
    if (finding.what == what) return finding;
  }
  ADD_FAILURE() << "no " << what;
  return findings.front();
}

// n = 2. During positions 1 and 2 four others end, during 4 eight: bad for K n = 2 and 4, and the
// last for 8, too. Two consecutive ones hold the two at 1 and 2, n - 1 = 1 is the bound.
TEST(BadWindows, CountThoseWithinAWindow) {
  BadWindows windows(2);
  for (const std::uint64_t during : {1U, 4U, 4U, 0U, 8U}) windows.add(during);
  EXPECT_EQ(windows.worst().bad, 3U);  // 1, 2 and 4, in a window of 4
  EXPECT_EQ(windows.worst().window, 4U);
  EXPECT_EQ(windows.worst().at, 4U);
}

TEST(BadWindows, TheSmallestWindowIsNamed) {
  BadWindows windows(3);
  windows.add(100);
  EXPECT_EQ(windows.worst().bad, 1U);
  EXPECT_EQ(windows.worst().window, 3U);
  for (int k = 0; k < 3; ++k) windows.add(0);
  windows.add(100);  // the first is out of the windows of 3, and in those of 6
  EXPECT_EQ(windows.worst().bad, 2U);
  EXPECT_EQ(windows.worst().window, 6U);
}

// An execution that no schedule gives: worker 0 has ten iterations, one after the other, but each
// claims to have begun and to have read X[0] at step 0. So iteration t misses all t before it, and
// nine miss iteration 0 or an earlier one, where n - 1 = 1 is possible.
TEST(Certifier, ReportsAForgedExecution) {
  const std::vector<double> initial{1};
  const std::vector<double> optimum{0};
  Certifier certifier(2, initial, optimum);
  Execution execution({1, 1}, 2, 0);
  Script script;
  execution.cursors[0].script = &script;
  for (std::uint64_t t = 0; t < 10; ++t) {
    certifier.iteration_begun(execution, 0, t, 0);
    certifier.step(execution, {0, 0, {OperationKind::kRead, 0}, {to_word(1.0), true}});
    certifier.step(execution,
                   {t + 1, 0, {OperationKind::kFetchAdd, 0, to_word(-0.5)}, {to_word(1.0), true}});
    certifier.iteration_ended(execution, 0, t, t + 1);
  }
  certifier.finish();
  EXPECT_EQ(certifier.evidence().delay_sum[kByEnd], 9U);
  const Finding sum =
      finding_of(certify_execution(certifier.evidence()), "delay sum by end, n - 1");
  EXPECT_EQ(sum.standing, Standing::kViolated);
  EXPECT_EQ(sum.measured, 9);
  EXPECT_EQ(sum.bound, 1);
  EXPECT_EQ(sum.at, 0U);
}

// Forged values instead: a view that no update explains.
TEST(Certifier, ReportsAViewThatNoUpdateExplains) {
  const std::vector<double> initial{1};
  const std::vector<double> optimum{0};
  Certifier certifier(2, initial, optimum);
  Execution execution({1, 1}, 2, 0);
  Script script;
  execution.cursors[0].script = &script;
  const auto iterate = [&](double read) {
    certifier.iteration_begun(execution, 0, 0, 0);
    certifier.step(execution, {1, 0, {OperationKind::kRead, 0}, {to_word(read), true}});
    certifier.step(execution,
                   {2, 0, {OperationKind::kFetchAdd, 0, to_word(-0.5)}, {to_word(1.0), true}});
    certifier.iteration_ended(execution, 0, 0, 2);
  };
  iterate(1);
  certifier.finish();
  const std::string views = "views, ||x_t - v_t|| by updates missed";
  EXPECT_EQ(finding_of(certify_execution(certifier.evidence()), views).standing, Standing::kHolds);
  iterate(0.75);  // x_1 is 0.5, and nobody else is about
  const Finding finding = finding_of(certify_execution(certifier.evidence()), views);
  EXPECT_EQ(finding.standing, Standing::kViolated);
  EXPECT_EQ(finding.measured, 0.25);
  EXPECT_EQ(finding.at, 1U);
}

// x_1 = 0.5, and a view of it that is δ off though it misses nothing. The bound on rounding is
// 8 · 2^-52 · (t + 1) (|x_0| + W) = 8 · 2^-52 · 2 · 1.5 = 1.5 · 2^-48.
TEST(Certifier, ToleratesRoundingAndNoMore) {
  const auto standing_at = [](double off) {
    const std::vector<double> initial{1};
    const std::vector<double> optimum{0};
    Certifier certifier(2, initial, optimum);
    Execution execution({1, 1}, 2, 0);
    Script script;
    execution.cursors[0].script = &script;
    std::uint64_t at = 0;
    for (const double read : {1.0, 0.5 + off}) {
      certifier.iteration_begun(execution, 0, 0, at);
      certifier.step(execution, {at + 1, 0, {OperationKind::kRead, 0}, {to_word(read), true}});
      certifier.step(
          execution,
          {at + 2, 0, {OperationKind::kFetchAdd, 0, to_word(-0.5)}, {to_word(1.0), true}});
      certifier.iteration_ended(execution, 0, 0, at + 2);
      at += 3;
    }
    certifier.finish();
    return finding_of(certify_execution(certifier.evidence()),
                      "views, ||x_t - v_t|| by updates missed")
        .standing;
  };
  EXPECT_EQ(standing_at(0x1p-48), Standing::kHolds);
  EXPECT_EQ(standing_at(-0x1p-48), Standing::kHolds);
  EXPECT_EQ(standing_at(0x1p-47), Standing::kViolated);
  EXPECT_EQ(standing_at(-0x1p-47), Standing::kViolated);
}

// An update that takes x from -1e154 past x* to 0.9e154: both have squares, its length has none.
TEST(Certifier, FollowsNothingPastALengthThatOverflows) {
  const std::vector<double> initial{-1e154};
  const std::vector<double> optimum{0};
  Certifier certifier(2, initial, optimum);
  Execution execution({1, 1}, 2, 0);
  Script script;
  execution.cursors[0].script = &script;
  for (const double read : {-1e154, 0.9e154}) {
    certifier.iteration_begun(execution, 0, 0, 0);
    certifier.step(execution, {1, 0, {OperationKind::kRead, 0}, {to_word(read), true}});
    certifier.step(execution,
                   {2, 0, {OperationKind::kFetchAdd, 0, to_word(1.9e154)}, {to_word(read), true}});
    certifier.iteration_ended(execution, 0, 0, 2);
  }
  certifier.finish();
  EXPECT_EQ(certifier.evidence().overflowed_at, 1U);
  const Finding views =
      finding_of(certify_execution(certifier.evidence()), "views, ||x_t - v_t|| by updates missed");
  EXPECT_EQ(views.standing, Standing::kHolds);
  EXPECT_EQ(views.note, "before t = 1, where numbers overflow");
}

// 2^54 + 7 over 2^53 + 3 is above 2, the bound of two workers; in doubles both round to a mean
// of 2.
TEST(Findings, HoldContentionAgainstItsBoundExactly) {
  Evidence evidence;
  evidence.workers = 2;
  evidence.contention =
      CountDistribution::restore(std::vector<std::uint64_t>{0, 0, 1, 1}, 3, {0, 5});
  const auto standing = [&] {
    return finding_of(certify_execution(evidence), "average contention").standing;
  };
  EXPECT_EQ(standing(), Standing::kViolated);
  evidence.contention =
      CountDistribution::restore(std::vector<std::uint64_t>{0, 1, (std::uint64_t{1} << 53U), 2}, 3,
                                 {0, (std::uint64_t{1} << 54U) + 7});
  EXPECT_EQ(evidence.contention.mean(), 2.0);
  EXPECT_EQ(standing(), Standing::kViolated);
  evidence.contention =
      CountDistribution::restore(std::vector<std::uint64_t>{0, 1, (std::uint64_t{1} << 53U), 1}, 3,
                                 {0, (std::uint64_t{1} << 54U) + 4});
  EXPECT_EQ(standing(), Standing::kHolds);
}

// Statement 4 and 6 as the figures say; τ_max = 9 and n = 4: 2 sqrt(36) = 12.
TEST(Findings, HoldEvidenceAgainstTheBounds) {
  Evidence evidence;
  evidence.workers = 4;
  evidence.tau_max = 9;
  evidence.delay_sum = {13, 12, 3};
  evidence.delay_sum_at = {7, 8, 9};
  evidence.contention.add(6);
  evidence.contention.add(7);
  const auto findings = certify_execution(evidence);
  EXPECT_EQ(finding_of(findings, "average contention").measured, 6.5);
  EXPECT_EQ(finding_of(findings, "average contention").bound, 6);
  EXPECT_EQ(finding_of(findings, "average contention").standing, Standing::kViolated);
  const Finding by_start = finding_of(findings, "delay sum by start, 2 sqrt(tau_max n)");
  EXPECT_EQ(by_start.standing, Standing::kExceeded);
  EXPECT_EQ(by_start.bound, 12);
  EXPECT_EQ(by_start.ratio(), 13.0 / 12);
  EXPECT_EQ(by_start.at, 7U);
  EXPECT_EQ(finding_of(findings, "delay sum by first update, 2 sqrt(tau_max n)").standing,
            Standing::kHeld);
  EXPECT_EQ(finding_of(findings, "delay sum by end, n - 1").standing, Standing::kHolds);
}

// c = L = 1, M² = 4, ε = 1, x_0 at distance 3: with α = 1/4, 2αcε - α²M² = 1/4, so that
// W_t = 4 plog(||x_t - x*||²) + t.
const ConvergenceProblem kRateProblem{1, 1, 4, 1, 3};

TEST(RateRun, FollowsTheSupermartingaleToTheSuccess) {
  RateRun rate(kRateProblem, 0.25);
  rate.add({0, 9, 0, 1, 0});
  rate.add({1, 16, 0, 3, 0});
  rate.add({2, 0.25, 0, 9, 0});
  rate.add({3, 100, 0, 9, 0});  // after the success
  const Finding finding = rate.finding();
  EXPECT_DOUBLE_EQ(finding.bound, 4 * (1 + std::log(9)));
  EXPECT_DOUBLE_EQ(finding.measured, 4 * (1 + std::log(16)) + 1);
  EXPECT_EQ(finding.at, 1U);
  EXPECT_EQ(finding.standing, Standing::kExceeded);
  EXPECT_EQ(finding.note, "W = 3 at the success, t = 2");  // 4 * 0.25 + 2
  EXPECT_THROW(RateRun(kRateProblem, 0.5), PremiseError);  // 2cε/M² = 1/2
}

TEST(RateRun, OfNoIterationSaysNothing) {
  const Finding finding = RateRun(kRateProblem, 0.25).finding();
  EXPECT_EQ(finding.standing, Standing::kPremiseNotMet);
  EXPECT_EQ(finding.note, "an iteration ends");
}

TEST(Drift, OfTheRateSupermartingale) {
  const std::vector<IterateRecord> run{
      {0, 9, 0, 1, 0}, {1, 4, 0, 1, 0}, {2, 0.5, 0, 1, 0}, {3, 0.25, 0, 1, 0}};
  const std::vector<std::uint64_t> times{0, 1, 2, 7};
  const auto moves = rate_drift(kRateProblem, 0.25, run, times);
  ASSERT_EQ(moves.size(), 4U);
  EXPECT_DOUBLE_EQ(moves[0].value(), 4 * std::log(4.0 / 9) + 1);
  EXPECT_DOUBLE_EQ(moves[1].value(), 4 * (0.5 - 1 - std::log(4)) + 1);
  EXPECT_EQ(moves[2], std::nullopt);  // x_2 is a success
  EXPECT_EQ(moves[3], std::nullopt);  // beyond the run
}

// Moves of length 1, 2, 4; iteration 2 misses both updates before it. Φ_1 = 1, since iteration 2
// misses update 0; Φ_2 = 1 + 2. With n = d = 1, τ_max = 0: C = 0, H = 2/(1/4) = 8, and
// αHL√d = 2, so that V gains 2 Φ.
TEST(Drift, OfTheAsynchronousSupermartingale) {
  const std::vector<IterateRecord> run{{0, 9, 0, 1, 0}, {1, 4, 0, 2, 0}, {2, 4, 3, 4, 2}};
  const std::vector<std::uint64_t> times{0, 1};
  const auto moves = delayed_drift(kRateProblem, {1, 1, 0}, 0.25, run, times);
  EXPECT_DOUBLE_EQ(moves[0].value(), 4 * std::log(4.0 / 9) + 1 + 2 * 1);
  EXPECT_DOUBLE_EQ(moves[1].value(), 1 + 2 * (3 - 1));
}

// α = 0.5, τ = 2: the factor is 0.25 - 0.5.
TEST(StaleRounds, HoldRoundsAgainstTheFormula) {
  StaleRounds rounds({0.5, 2}, 1);
  double distance = 8;
  for (std::uint64_t t = 0; t < 9; ++t) {
    if (t > 0 && t % 3 == 0) distance /= 4;
    const bool stale = t % 3 == 2;
    rounds.add(
        {t, t % 3 == 0 ? distance * distance : 77, 0, stale ? 0.5 * distance : 0, stale ? 2U : 0U});
  }
  EXPECT_EQ(rounds.finding().standing, Standing::kHolds);
  EXPECT_EQ(rounds.finding().statement, "7");
  EXPECT_EQ(rounds.finding().measured, 0.25);
  rounds.add({9, distance * distance / 15, 0, 0, 0});
  EXPECT_EQ(rounds.finding().standing, Standing::kViolated);
  EXPECT_EQ(rounds.finding().at, 9U);
  EXPECT_EQ(StaleRounds({0.5, 2}, 1).finding().standing, Standing::kPremiseNotMet);

  // Nor are these, whose stale gradient is not that at the round's begin.
  StaleRounds torn({0.5, 2}, 1);
  for (std::uint64_t t = 0; t < 9; ++t) torn.add({t, 4.0, 0, 0.9, t % 3 == 2 ? 2U : 0U});
  EXPECT_EQ(torn.finding().standing, Standing::kPremiseNotMet);

  // Iterations that miss nothing, or too much, are no such rounds.
  for (const std::uint64_t delay : {0U, 1U, 3U}) {
    StaleRounds others({0.5, 2}, 1);
    for (std::uint64_t t = 0; t < 9; ++t) others.add({t, 4.0, 0, 1, t % 3 == 2 ? delay : 0U});
    EXPECT_EQ(others.finding().standing, Standing::kPremiseNotMet) << delay;
  }
  EXPECT_THROW(StaleRounds({2, 2}, 1), PremiseError);
}

// α = 0.5, τ = 2: P = 0.25 and S = 0.5, and distances are known to 1e-10: the tolerance is
// 1.5e-10, and what rounding adds besides. The factor that is measured is 0.25 (1 + off).
TEST(StaleRounds, TolerateRoundingAndNoMore) {
  const auto standing_at = [](double off) {
    StaleRounds rounds({0.5, 2}, 3);
    rounds.add({0, 64, 0, 0, 0});
    rounds.add({1, 77, 0, 0, 0});
    rounds.add({2, 77, 0, 4, 2});
    rounds.add({3, 4 * (1 + off) * (1 + off), 0, 0, 0});
    return rounds.finding().standing;
  };
  EXPECT_EQ(standing_at(5e-10), Standing::kHolds);
  EXPECT_EQ(standing_at(-5e-10), Standing::kHolds);
  EXPECT_EQ(standing_at(7e-10), Standing::kViolated);
  EXPECT_EQ(standing_at(-7e-10), Standing::kViolated);
}

}  // namespace
}  // namespace hogtie
