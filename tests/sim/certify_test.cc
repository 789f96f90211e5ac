#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "adversaries/registry.h"
#include "sim/studies/certify/certify_trace.h"
#include "sim/studies/certify/certify_trials.h"
#include "sim/studies/certify/run_certificate.h"
#include "sim/studies/common/curve_times.h"
#include "sim/studies/trials/run_trials.h"
#include "tests/core/testing_settings.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::record;
using testing::with;

Finding finding_of(const std::vector<Finding>& findings, const std::string& what) {
  for (const Finding& finding : findings) {
    if (finding.what == what) return finding;
  }
  ADD_FAILURE() << "no " << what;
  return {};
}

std::string text_of(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += finding.statement + " " + finding.what + " " + std::to_string(finding.measured) + " " +
            std::to_string(finding.bound) + " " + standing_text(finding.standing) + " " +
            std::to_string(finding.at.value_or(0)) + " " + finding.note + "\n";
  }
  return text;
}

std::vector<Finding> findings_of_run(const std::vector<std::string>& settings) {
  Simulation simulation(experiment_of(settings));
  RunCertificate certificate(simulation);
  const Ending ending = simulation.run(*simulation.make_adversary());
  EXPECT_TRUE(ending.verdict == proto::COMPLETED ||
              ending.verdict == proto::ALL_CRASHED_OR_BLOCKED ||
              ending.verdict == proto::STEP_LIMIT)
      << ending.detail;
  certificate.finish();
  return certificate.findings();
}

const std::string kViews = "views, ||x_t - v_t|| by updates missed";
const std::string kElastic = "views, max ||x_t - v_t||/alpha by sqrt(d) tau_max M";
const std::string kRounds = "factor of a round with stale gradients";

std::vector<std::string> settings_of(const std::string& adversary) {
  std::vector<std::string> settings{"adversary.name=" + adversary};
  if (adversary == "fixed") settings.push_back("adversary.schedule={worker: 1 steps: 5}, {}");
  return settings;
}

// Thousands of executions: every strategy that needs no file, with and without wrappers, in several
// sizes. Nothing that is proved is violated.
TEST(Certificate, ProvedStatementsHoldUnderEveryAdversary) {
  const std::vector<std::vector<std::string>> kWrappers{{},
                                                        {"adversary.tau_max=5"},
                                                        {"adversary.wait_max=40"},
                                                        {"adversary.crashes={worker: 1 step: 33}"},
                                                        {"limits.steps=100"}};
  for (const RegistryEntry& entry : adversaries()) {
    if (entry.name == "replay" || entry.name == "histogram") continue;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      Coins coins(seed, 0, 0);
      auto settings =
          with(settings_of(std::string(entry.name)), kWrappers[seed % kWrappers.size()]);
      const auto setting = [&](const std::string& name, std::uint64_t value) {
        settings.push_back(name + "=" + std::to_string(value));
      };
      setting("seed", seed);
      setting("workers", 2 + coins.index(5));
      setting("objective.dimension", 1 + coins.index(4));
      setting("algorithm.iterations", 20 + coins.index(150));
      settings.push_back("objective.noise=0.2");
      for (const Finding& finding : findings_of_run(settings)) {
        ASSERT_NE(finding.standing, Standing::kViolated)
            << entry.name << ", seed " << seed << ": " << finding.what << ' ' << finding.measured
            << " by " << finding.bound;
      }
    }
  }
}

/// Of a random experiment: small and large ones, from step sizes that hardly move to those that
/// overflow.
std::vector<std::string> random_settings(std::uint64_t seed) {
  Coins coins(seed, 1, 0);
  const auto any = [&](const std::vector<std::string>& choices) {
    return choices[coins.index(static_cast<std::uint32_t>(choices.size()))];
  };
  std::vector<std::string> names;
  for (const RegistryEntry& entry : adversaries()) {
    if (entry.name != "replay" && entry.name != "histogram") names.emplace_back(entry.name);
  }
  const std::string adversary = any(names);
  std::vector<std::string> settings = settings_of(adversary);
  const auto setting = [&](const std::string& name, const std::string& value) {
    settings.push_back(name + "=" + value);
  };
  setting("seed", std::to_string(seed));
  setting("workers", std::to_string(2 + coins.index(8)));
  setting("objective.dimension", any({"1", "2", "3", "17", "100", "200"}));
  setting("objective.curvature", any({"1", "5", "0.01", "50"}));
  setting("objective.initial", any({"1", "-3e-100", "1e60", "0"}));
  setting("objective.noise", any({"0", "0", "0.3", "1e-150"}));
  setting("algorithm.step_size", any({"0.001", "0.03", "0.1", "0.3", "0.9", "1.9", "3", "10"}));
  setting("algorithm.iterations", std::to_string(5 + coins.index(300)));
  setting("algorithm.name",
          any({"epoch_sgd", "epoch_sgd", "epoch_sgd", "full_sgd", "hogwild", "momentum_sgd",
               "delay_adaptive_sgd", "dropping_sgd", "buckwild", "averaged_sgd"}));
  if (adversary == "swarm" || adversary == "stale_gradient" || adversary == "max_delay") {
    setting("adversary.tau", any({"1", "7", "64"}));
  }
  const std::string wrapper = any({"", "", "adversary.tau_max=5",
                                   "adversary.crashes={worker: 1 step: 33}", "limits.steps=900"});
  if (!wrapper.empty()) settings.push_back(wrapper);
  return settings;
}

// What a run computes, and what it is held against, are rounded; with gradients of any size a
// proved statement still holds. Where numbers overflow, statements on the whole run have no say.
TEST(Certificate, ProvedStatementsHoldAtEveryStepSize) {
  int overflowed = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Simulation simulation(experiment_of(random_settings(seed)));
    RunCertificate certificate(simulation);
    simulation.run(*simulation.make_adversary());
    certificate.finish();
    for (const Finding& finding : certificate.findings()) {
      ASSERT_NE(finding.standing, Standing::kViolated)
          << ::testing::PrintToString(random_settings(seed)) << ": " << finding.what << ' '
          << finding.measured << " by " << finding.bound;
      if (finding.standing != Standing::kPremiseNotMet) {
        ASSERT_TRUE(std::isfinite(finding.measured)) << finding.what << ", seed " << seed;
      }
    }
    if (!certificate.evidence().overflowed_at) continue;
    ++overflowed;
    EXPECT_EQ(finding_of(certificate.findings(), kElastic).standing, Standing::kPremiseNotMet);
  }
  EXPECT_GT(overflowed, 20);
}

// Views that miss one update, whose length is both sides but for the rounding of 100 squares.
TEST(Certificate, TheSizeOfGradientsIsNoViolation) {
  for (const char* const adversary : {"uniform", "greedy", "swarm", "max_delay", "stale_gradient",
                                      "noise_selector", "bursts", "round_robin"}) {
    for (int seed = 1; seed <= 5; ++seed) {
      for (const Finding& finding : findings_of_run(
               {"objective.dimension=100", "objective.curvature=5", "algorithm.step_size=10",
                "algorithm.iterations=300", "workers=7", "seed=" + std::to_string(seed),
                std::string("adversary.name=") + adversary})) {
        EXPECT_NE(finding.standing, Standing::kViolated)
            << adversary << ": " << finding.what << ' ' << finding.measured;
      }
    }
  }
}

TEST(Certificate, ViewsOfHogwildAreWhatItReadsFirst) {
  for (int seed = 1; seed <= 20; ++seed) {
    for (const Finding& finding :
         findings_of_run({"algorithm.name=hogwild", "objective.dimension=1", "workers=4",
                          "algorithm.step_size=0.05", "seed=" + std::to_string(seed)})) {
      EXPECT_NE(finding.standing, Standing::kViolated) << finding.what << ", seed " << seed;
    }
  }
}

TEST(Certificate, AnOverflowIsNoViolation) {
  for (const Finding& finding :
       findings_of_run({"adversary.name=swarm", "workers=50", "adversary.tau=1",
                        "algorithm.step_size=0.3", "algorithm.iterations=20000"})) {
    EXPECT_NE(finding.standing, Standing::kViolated) << finding.what;
  }
}

TEST(Certificate, NothingOverlapsInASequentialRun) {
  const auto findings = findings_of_run({"adversary.name=sequential", "workers=3"});
  EXPECT_EQ(finding_of(findings, "average contention").measured, 0);
  EXPECT_EQ(finding_of(findings, "bad iterations in K n, by end").measured, 0);
  EXPECT_EQ(finding_of(findings, kViews).measured, 0);
  EXPECT_EQ(finding_of(findings, kViews).standing, Standing::kHolds);
}

// Statement 7's value for α = 0.1 and τ = 58, and the swarm's of statement 8.
TEST(Certificate, RoundsWithStaleGradientsHaveTheirFactor) {
  const Finding stale = finding_of(
      findings_of_run({"workers=2", "objective.dimension=1", "adversary.name=stale_gradient",
                       "adversary.tau=58", "algorithm.iterations=590"}),
      kRounds);
  EXPECT_EQ(stale.standing, Standing::kHolds);
  EXPECT_NEAR(stale.measured, 0.1 - std::pow(0.9, 58), 1e-9);
  const Finding swarm = finding_of(
      findings_of_run({"workers=12", "adversary.name=swarm", "adversary.tau=100"}), kRounds);
  EXPECT_EQ(swarm.statement, "8");
  EXPECT_EQ(swarm.standing, Standing::kHolds);
  EXPECT_NEAR(swarm.measured, 1.1 - std::pow(0.9, 100), 1e-9);
  EXPECT_EQ(swarm.note, "rounds amplify: the run diverges");
  EXPECT_EQ(
      finding_of(findings_of_run({"adversary.name=swarm", "objective.noise=1"}), kRounds).note,
      "a quadratic without noise");
}

// Worker 0 reads x_0 and is stopped after the first of its two updates, at step 4; views miss the
// second for ever. All before is certified.
TEST(Certificate, StopsAtAnUpdateCutInTwo) {
  const std::vector<std::string> settings{"workers=2", "objective.dimension=2",
                                          "adversary.name=sequential",
                                          "adversary.crashes={worker: 0 step: 14}"};
  const Finding views = finding_of(findings_of_run(settings), kViews);
  EXPECT_EQ(views.standing, Standing::kHolds);
  EXPECT_EQ(views.note, "before t = 2, where an update is not one whole");
}

TEST(Certificate, OfAnEpochAfterTheOther) {
  const auto findings = findings_of_run({"algorithm.name=full_sgd", "algorithm.epochs=3"});
  EXPECT_EQ(finding_of(findings, "rate supermartingale, max W_t by W_0").standing,
            Standing::kPremiseNotMet);
  EXPECT_EQ(finding_of(findings, "average contention").standing, Standing::kHolds);
}

class CertifyTrace : public testing::InDirectory {};

TEST_F(CertifyTrace, SaysWhatTheRunItselfSays) {
  const std::vector<std::string> settings{"workers=5", "objective.noise=0.3",
                                          "adversary.name=max_delay", "adversary.tau=30",
                                          "adversary.crashes={worker: 2 step: 999}"};
  const RunReport report = record(experiment_of(settings), path("t"));
  const TraceCertificate certificate =
      certify_trace(path("t"), {.data = testing::data_of(path("t"))}, {});
  EXPECT_EQ(certificate.ending.verdict, report.ending.verdict);
  EXPECT_EQ(certificate.steps, report.metrics.steps());
  EXPECT_EQ(certificate.evidence.tau_max, report.metrics.tau_max());
  EXPECT_EQ(certificate.evidence.tau_avg, report.metrics.tau_avg());
  EXPECT_EQ(text_of(certificate.findings), text_of(findings_of_run(settings)));
}

// The header names the adversary that went on; what it took over is not in rounds of its own.
TEST_F(CertifyTrace, OfARunThatAnotherAdversaryContinued) {
  record(experiment_of({"workers=4", "objective.dimension=1"}), path("t"));
  ReplayRequest request;
  request.trace = path("t");
  request.until = 500;
  request.then = experiment_of({"adversary.name=swarm"}).adversary();
  request.record = path("continued");
  testing::replay(request);
  for (const Finding& finding :
       certify_trace(path("continued"), {.data = testing::data_of(path("continued"))}, {})
           .findings) {
    EXPECT_NE(finding.standing, Standing::kViolated) << finding.what;
  }
}

// A schedule that no run has: after the first chunk a worker that has ended is chosen.
TEST_F(CertifyTrace, FindsAnImpossibleSchedule) {
  record(experiment_of({"workers=2", "adversary.name=sequential", "algorithm.iterations=10"}),
         path("t"));
  testing::rewrite(path("t"), path("forged"), [](proto::Frame& frame) {
    if (frame.has_chunk()) {
      // One bit a step. Worker 0 ends with the last but one step, worker 1 has the last.
      std::string& schedule = *frame.mutable_chunk()->mutable_schedule();
      std::fill(schedule.begin(), schedule.end(), '\0');
    }
    return true;
  });
  const TraceCertificate certificate =
      certify_trace(path("forged"), {.force = true, .data = testing::data_of(path("forged"))}, {});
  EXPECT_EQ(certificate.ending.verdict, proto::DIVERGED);
  EXPECT_NE(certificate.ending.detail, "");
}

TEST_F(CertifyTrace, SaysThatAnotherBuildRecordedIt) {
  record(experiment_of({"workers=2"}), path("t"));
  testing::rewrite(path("t"), path("other"), [](proto::Frame& frame) {
    if (frame.has_header()) frame.mutable_header()->set_build("another");
    return true;
  });
  const TraceCertificate certificate = certify_trace(path("other"), {}, {});
  EXPECT_EQ(certificate.ending.verdict, proto::COMPLETED);
  EXPECT_TRUE(certificate.other_build.has_value());
  EXPECT_FALSE(certify_trace(path("t"), {}, {}).other_build.has_value());
}

// W_t is defined: α < 2cε/M² = 2 * 0.1 / 1.04.
const std::vector<std::string> kNoisyRegion{"workers=3",
                                            "objective.dimension=1",
                                            "objective.noise=0.2",
                                            "algorithm.iterations=22",
                                            "algorithm.step_size=0.05",
                                            "success.epsilon=0.1",
                                            "seed=12"};

std::string text_of(const TrialsCertificate& trials) {
  std::string text = std::to_string(trials.trials) + " " + std::to_string(trials.failures) + " " +
                     std::to_string(trials.tau_max) + "\n" + text_of(trials.together);
  for (const SummedFinding& sum : trials.each) {
    text += std::to_string(sum.trial) + " " + text_of({sum.worst});
    for (const std::uint64_t count : sum.trials) text += std::to_string(count) + " ";
  }
  for (const DriftPoint& point : trials.drift) {
    for (const Moments* const m : {&point.sequential, &point.rate, &point.delayed}) {
      text += std::to_string(m->count()) + " " + std::to_string(m->mean()) + "\n";
    }
  }
  return text;
}

TEST(CertifyTrials, TheSameForAnyNumberOfThreads) {
  const RunSetup setup(experiment_of(kNoisyRegion));
  const std::string alone = text_of(certify_trials(setup, {100, 0.95, 1}, {}));
  EXPECT_EQ(text_of(certify_trials(setup, {100, 0.95, 2}, {})), alone);
  EXPECT_EQ(text_of(certify_trials(setup, {100, 0.95, 8}, {})), alone);
}

TEST(CertifyTrials, CountWhatTrialsCount) {
  const RunSetup setup(experiment_of(kNoisyRegion));
  TrialsRequest request;
  request.trials = 200;
  const TrialsReport report = run_trials(
      setup, request, TrialTally(curve_times(iterations_in_all(setup.algorithm())).size()), {});
  const TrialsCertificate certificate = certify_trials(setup, {200, 0.95, 2}, {});
  EXPECT_EQ(certificate.failures, report.tally.failures());
  EXPECT_EQ(certificate.left_ball, report.tally.left_ball);
  EXPECT_EQ(certificate.tau_max, report.tally.contention.maximum());
  EXPECT_EQ(certificate.final_distance.mean(), report.tally.final_distance.mean());
  EXPECT_GT(certificate.failures, 0U);
  EXPECT_LT(certificate.failures, 200U);
}

// Under the sequential schedule both processes are the same, their means do not rise, and the
// sequential bound speaks.
TEST(CertifyTrials, TheSequentialProcess) {
  const RunSetup setup(experiment_of(with(
      kNoisyRegion, {"adversary.name=sequential", "objective.radius=2", "success.epsilon=0.3"})));
  const TrialsCertificate certificate = certify_trials(setup, {300, 0.95, 2}, {});
  ASSERT_FALSE(certificate.drift.empty());
  for (const DriftPoint& point : certificate.drift) {
    EXPECT_EQ(point.sequential.count(), point.rate.count());
    EXPECT_EQ(point.sequential.mean(), point.rate.mean());
  }
  EXPECT_EQ(certificate.drift.front().rate.count(), 300U);
  const Finding bound = finding_of(certificate.together, "P(F_T), sequential");
  EXPECT_EQ(bound.standing, Standing::kHeld) << bound.note;
  EXPECT_EQ(finding_of(certificate.together, "E[W_{t+1} - W_t], sequential schedule").standing,
            Standing::kHeld);
}

// A gradient without noise leads straight to x*: with ε = 0.01 and α = 0.001, M² = 1, the drift of
// W at t = 0 is ε/(2αε - α²) ln (1-α)² + 1 = -104.3, and there is no deviation.
TEST(CertifyTrials, DriftWithoutNoise) {
  const RunSetup setup(experiment_of({"objective.dimension=1", "workers=1",
                                      "algorithm.step_size=0.001", "algorithm.iterations=50"}));
  const TrialsCertificate certificate = certify_trials(setup, {3, 0.95, 1}, {});
  const double scale = 0.01 / (2 * 0.001 * 0.01 - 1e-6);
  EXPECT_NEAR(certificate.drift.front().rate.mean(), 2 * scale * std::log(0.999) + 1, 1e-6);
  EXPECT_EQ(certificate.failures, 3U);
}

// A swarm at a step size above that of the corollary: no bound speaks, and says why.
TEST(CertifyTrials, PremisesAreNamed) {
  const RunSetup setup(experiment_of({"workers=12", "adversary.name=swarm"}));
  const TrialsCertificate certificate = certify_trials(setup, {3, 0.95, 1}, {});
  for (const std::string what : {"P(F_T), sequential", "P(F_T), De Sa et al.",
                                 "P(F_T), Theorem 6.5", "P(F_T), Corollary 6.7"}) {
    const Finding finding = finding_of(certificate.together, what);
    EXPECT_EQ(finding.standing, Standing::kPremiseNotMet);
    EXPECT_EQ(finding.note,
              "views and iterates with ||x - x*|| <= R, where M bounds gradients (trials that left "
              "= 3)");
  }
}

TEST(CertifyTrials, OnesThatWereCutShortSayNothing) {
  const RunSetup setup(
      experiment_of(with(kNoisyRegion, {"limits.steps=30", "objective.radius=2"})));
  const TrialsCertificate certificate = certify_trials(setup, {3, 0.95, 1}, {});
  EXPECT_EQ(certificate.cut_short, 3U);
  const Finding finding = finding_of(certificate.together, "P(F_T), Theorem 6.5");
  EXPECT_EQ(finding.standing, Standing::kPremiseNotMet);
  EXPECT_EQ(finding.note, "trials that begin all of their iterations (others = 3)");
}

TEST(CertifyTrials, APromiseIsNotKeptByWhatIsNoNumber) {
  const RunSetup setup(
      experiment_of({"algorithm.name=full_sgd", "objective.dimension=1", "algorithm.epochs=1",
                     "algorithm.step_size=50", "algorithm.iterations=3000"}));
  const auto promise = [&](std::uint64_t trials) {
    return finding_of(certify_trials(setup, {trials, 0.95, 1}, {}).together,
                      "E||r - x*|| by sqrt(epsilon)");
  };
  EXPECT_EQ(promise(3).standing, Standing::kExceeded);
  EXPECT_EQ(promise(1).note, "two trials at least");
}

TEST(CertifyTrials, FullSgdsPromise) {
  const RunSetup setup(experiment_of({"algorithm.name=full_sgd", "objective.dimension=1",
                                      "objective.noise=0.1", "algorithm.iterations=200"}));
  const TrialsCertificate certificate = certify_trials(setup, {50, 0.95, 2}, {});
  const Finding promise = finding_of(certificate.together, "E||r - x*|| by sqrt(epsilon)");
  EXPECT_EQ(promise.standing, Standing::kHeld) << promise.note;
  EXPECT_DOUBLE_EQ(promise.bound, 0.1);
}

}  // namespace
}  // namespace hogtie
