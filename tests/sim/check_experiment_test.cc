#include "sim/simulation/check_experiment.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "sim/enforcing/replay_on_threads.h"
#include "sim/simulation/run_setup.h"
#include "sim/simulation/trace_header.h"
#include "sim/studies/certify/certify_trace.h"
#include "sim/studies/fit/run_fit.h"
#include "sim/studies/what_if/what_if.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::claim;
using testing::error_of;
using testing::experiment_of;
using testing::record;
using testing::replay;
using testing::rewrite;
using testing::schedule_of;

std::string problem(const std::vector<std::string>& settings) {
  return error_of([&] { check_experiment(experiment_of(settings)); });
}

TEST(CheckExperiment, SettingsThatFitEachOther) {
  EXPECT_EQ(problem({}), "no error");
  EXPECT_EQ(problem({"adversary=swarm", "adversary.tau=3", "workers=2"}), "no error");
  EXPECT_EQ(problem({"adversary.crashes={worker: 3}"}), "no error");
  EXPECT_EQ(problem({"adversary.crashes={worker: 4}"}),
            "adversary.crashes names worker 4, of workers 0 to 3");
  EXPECT_EQ(problem({"adversary=fixed", "adversary.schedule={worker: 4}"}),
            "adversary.schedule names worker 4, of workers 0 to 3");
  EXPECT_EQ(problem({"adversary.wait_max=2"}),
            "adversary.wait_max is 2, which cannot be kept with 4 workers; set it to 3 or more");
  EXPECT_EQ(problem({"adversary=swrm"}),
            "no adversary 'swrm'; did you mean 'swarm'? see `hogtie list adversaries`");
  EXPECT_EQ(problem({"objective=ridge", "objective.noise=1"}),
            "objective 'ridge' takes no 'noise'; it takes: data, l2, initial, radius");
  EXPECT_EQ(problem({"algorithm.epochs=3"}),
            "algorithm 'epoch_sgd' takes no 'epochs'; it takes: step_size, iterations, view");
  EXPECT_EQ(problem({"adversary=portfolio",
                     "adversary.members={name: 'portfolio' members {name: "
                     "'fixed' schedule {worker: 9}}}"}),
            "adversary.schedule names worker 9, of workers 0 to 3");
  EXPECT_EQ(problem({"success.loss=1", "success.gradient_norm=1"}),
            "success.loss and success.gradient_norm are two success regions; set one of them");
}

TEST(CheckExperiment, OfThreads) {
  // One experiment is for both machines: the adversary is not looked at.
  EXPECT_EQ(problem({"machine=threads", "workers=1", "adversary=swarm", "adversary.tau_max=5"}),
            "no error");
  EXPECT_EQ(problem({"machine=threads", "adversary.crashes={worker: 1}"}),
            "adversary.crashes are of simulated workers: threads do not crash; set "
            "machine=simulated, or leave the crashes out");
}

// A portfolio in so many others.
proto::Experiment nested(int depth) {
  proto::Experiment experiment;
  proto::Adversary* adversary = experiment.mutable_adversary();
  for (int k = 0; k < depth; ++k) {
    adversary->set_name("portfolio");
    adversary = adversary->add_members();
  }
  return experiment;
}

TEST(CheckExperiment, PortfoliosInPortfolios) {
  const std::string too_deep =
      "adversary.members are in each other more than 8 deep; nest them less deep";
  EXPECT_EQ(error_of([] { check_experiment(nested(8)); }), "no error");
  EXPECT_EQ(error_of([] { check_experiment(nested(9)); }), too_deep);
  proto::Experiment threads = nested(9);
  threads.mutable_machine()->set_kind(proto::THREADS);
  EXPECT_EQ(error_of([&] { check_experiment(threads); }), too_deep);
}

TEST(CheckExperiment, WhatThisVersionDoesNotKnow) {
  const auto parsed = [](const std::string& bytes) {
    proto::Experiment experiment;
    EXPECT_TRUE(experiment.ParseFromString(bytes));
    return error_of([&] { check_experiment(experiment); });
  };
  EXPECT_EQ(parsed("\x12\x02\x20\x01"), "no error");  // algorithm.view: MODEL
  EXPECT_EQ(parsed("\x12\x02\x20\x07"),
            "setting 'algorithm.view' is 7; allowed: one of SUPPORT, MODEL");
  // Number 100 of an experiment, and of the members of an adversary.
  EXPECT_EQ(parsed("\xa0\x06\x01"),
            "no setting has the number 100; use the version of the program that has it");
  EXPECT_EQ(parsed("\x22\x05\x72\x03\xa0\x06\x01"),
            "no setting has the number 100 in 'adversary.members'; use the version of the program "
            "that has it");
}

class HostileTrace : public testing::InDirectory {
 protected:
  HostileTrace() { record(experiment_of({"workers=3", "algorithm.iterations=40"}), path("t")); }
};

TEST_F(HostileTrace, IsRefusedByAllThatRunIt) {
  claim(path("t"), path("u"), {"adversary.crashes={worker: 3 step: 5}"});
  const std::string expected =
      path("u") + ": its experiment: adversary.crashes names worker 3, of workers 0 to 2";
  ReplayRequest on;
  on.trace = path("u");
  on.then.emplace();
  WhatIfRequest changed;
  changed.trace = path("u");
  changed.changes.stalls.push_back({0, 1, 1});
  FitRequest fit{{path("u")}, {}, false, std::nullopt, path("histogram")};
  FitRequest held_out{{path("t")}, {path("u")}, false, std::nullopt, path("histogram")};
  const std::vector<std::function<void()>> all{
      [&] { replay(path("u")); },
      [&] { testing::replay_forced(path("u")); },
      [&] { replay(on); },
      [&] { what_if(changed, {}); },
      [&] { certify_trace(path("u"), {}, {}); },
      [&] { replay_on_threads(path("u"), {}, {}); },
      [&] { run_fit(fit, [](const FitReport&) {}, {}); },
      [&] { run_fit(held_out, [](const FitReport&) {}, {}); },
  };
  for (std::size_t k = 0; k < all.size(); ++k) EXPECT_EQ(error_of(all[k]), expected) << k;
}

TEST_F(HostileTrace, SaysWhatTheCommandLineSays) {
  const auto claimed = [&](const std::vector<std::string>& settings) {
    claim(path("t"), path("u"), settings);
    return error_of([&] { replay(path("u")); });
  };
  for (const std::vector<std::string>& settings :
       std::vector<std::vector<std::string>>{{"adversary=swrm"},
                                             {"algorithm.tau_drop=2"},
                                             {"adversary=fixed", "adversary.schedule={worker: 3}"},
                                             {"adversary.wait_max=1"},
                                             {"adversary=weighted", "adversary.speeds=1,2,3,4"}}) {
    std::vector<std::string> direct = settings;
    direct.emplace_back("workers=3");
    EXPECT_NE(problem(direct), "no error");
    EXPECT_EQ(claimed(settings), path("u") + ": its experiment: " + problem(direct));
  }
}

TEST_F(HostileTrace, ValuesThatNoSettingMayHave) {
  const auto changed = [&](const std::function<void(proto::Experiment&)>& change) {
    rewrite(path("t"), path("u"), [&](proto::Frame& frame) {
      if (frame.has_header()) change(*frame.mutable_header()->mutable_experiment());
      return true;
    });
    const std::string error = error_of([&] { replay(path("u")); });
    const std::string prefix = path("u") + ": its experiment: ";
    return error.starts_with(prefix) ? error.substr(prefix.size()) : error;
  };
  EXPECT_EQ(changed([](proto::Experiment& e) { e.mutable_machine()->set_stack_bytes(1); }),
            "setting 'machine.stack_bytes' is 1; allowed: an integer, 8192 to 1073741824 bytes");
  EXPECT_EQ(changed([](proto::Experiment& e) { e.mutable_success()->set_every(0); }),
            "setting 'success.every' is 0; allowed: an integer, 1 to 1000000000000 iterations");
  EXPECT_EQ(changed([](proto::Experiment& e) { *e.mutable_adversary() = nested(9).adversary(); }),
            "adversary.members are in each other more than 8 deep; nest them less deep");
  // Such a header is no valid frame; a state of trials can have the field.
  proto::Experiment unknown;
  proto::Experiment::GetReflection()->MutableUnknownFields(&unknown)->AddVarint(77, 1);
  EXPECT_EQ(error_of([&] { check_experiment(unknown); }),
            "no setting has the number 77; use the version of the program that has it");
}

// The deepest portfolio that is run is recorded, and read again.
TEST_F(HostileTrace, TheDeepestPortfolioReplays) {
  proto::Experiment experiment = nested(8);
  experiment.mutable_algorithm()->set_iterations(50);
  proto::Adversary* last = experiment.mutable_adversary();
  while (last->members_size() > 0) last = last->mutable_members(0);
  last->set_name("fixed");
  last->add_schedule()->set_worker(1);
  record(experiment, path("deep"));
  EXPECT_FALSE(replay(path("deep")).diverged);
}

class ContinuedThreads : public testing::InDirectory {};

TEST_F(ContinuedThreads, AreSimulatedSoThatTheirCrashesAreTheirs) {
  record(experiment_of({"machine=threads", "workers=2", "algorithm.iterations=200",
                        "adversary=stale_gradient"}),
         path("t"));
  ReplayRequest on;
  on.trace = path("t");
  on.until = 100;
  on.then = experiment_of({"adversary.crashes={worker: 1}"}).adversary();
  on.record = path("u");
  const ReplayReport report = replay(on);
  EXPECT_EQ(report.run.experiment.machine().kind(), proto::SIMULATED);
  const ReplayReport again = replay(path("u"));
  EXPECT_FALSE(again.diverged);
  EXPECT_EQ(again.run.metrics.SerializeAsString(), report.run.metrics.SerializeAsString());
  const std::vector<std::uint32_t> schedule = schedule_of(path("u"));
  for (std::size_t step = 100; step < schedule.size(); ++step) EXPECT_EQ(schedule[step], 0u);
}

TEST_F(ContinuedThreads, OfAChangedRunReplay) {
  // One worker, which no stale gradient could be of: the adversary scheduled nothing.
  record(experiment_of({"machine=threads", "workers=1", "algorithm.iterations=20",
                        "adversary=stale_gradient"}),
         path("t"));
  WhatIfRequest request;
  request.trace = path("t");
  request.changes.stalls.push_back({0, 3, 1});
  request.record = path("u");
  const WhatIfReport report = what_if(request, {});
  EXPECT_EQ(report.changed.run.experiment.machine().kind(), proto::SIMULATED);
  EXPECT_FALSE(report.changed.run.experiment.has_adversary());
  EXPECT_FALSE(replay(path("u")).diverged);
}

}  // namespace
}  // namespace hogtie
