#include "sim/threads/run_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/monitors/moving_point.h"
#include "sim/enforcing/replay_on_threads.h"
#include "sim/simulation/simulation.h"
#include "sim/studies/run/run.h"
#include "sim/threads/cells.h"
#include "sim/threads/counted_cells.h"
#include "sim/threads/team.h"
#include "sim/threads/thread_memory.h"
#include "tests/core/testing_settings.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::error_of;
using testing::experiment_of;
using testing::with;

const std::vector<std::string> kOrders{"SEQ_CST", "RELAXED", "RACY", "RACY_COUNTED"};
const std::vector<std::string> kLayouts{"PACKED", "CACHE_LINE"};

// One worker alone does on a thread, to the bit, what it does in the simulator.
TEST(Threads, OneWorkerDoesWhatItDoesInTheSimulator) {
  const std::vector<std::vector<std::string>> kObjectives{
      {"objective.dimension=5", "objective.noise=0.3"},
      {"objective.name=logistic", "objective.data.path=" HOGTIE_TEST_DATA "/breast-cancer.svm",
       "algorithm.step_size=0.01"},
      {"objective.name=ridge", "objective.data.path=" HOGTIE_TEST_DATA "/diabetes.svm",
       "algorithm.view=MODEL", "algorithm.step_size=0.01"}};
  for (const auto& objective : kObjectives) {
    const auto settings = with(objective, {"workers=1", "algorithm.iterations=500"});
    Simulation simulation(experiment_of(settings));
    ASSERT_EQ(simulation.run(*simulation.make_adversary()).verdict, proto::COMPLETED);
    const std::vector<double> expected(simulation.model().begin(), simulation.model().end());
    for (const std::string& order : kOrders) {
      for (const std::string& layout : kLayouts) {
        const RunSetup setup(experiment_of(with(
            settings, {"machine=threads", "machine.order=" + order, "machine.layout=" + layout})));
        const ThreadsReport report = run_threads(setup, {});
        EXPECT_EQ(report.ending.verdict, proto::COMPLETED);
        EXPECT_EQ(report.model, expected) << objective.front() << ' ' << order << ' ' << layout;
        EXPECT_EQ(report.total.ended, 500u);
        EXPECT_EQ(report.total.steps, simulation.machine().execution().step());
        EXPECT_EQ(report.total.begun_during.maximum(), 0u);
      }
    }
  }
}

TEST(Threads, AllIterationsAreDoneWhateverTheThreads) {
  for (const std::string& order : kOrders) {
    for (const std::uint32_t workers : {2U, 5U}) {
      const RunSetup setup(
          experiment_of({"workers=" + std::to_string(workers), "algorithm.iterations=20000",
                         "objective.noise=0.1", "machine=threads", "machine.order=" + order}));
      const ThreadsReport report = run_threads(setup, {});
      EXPECT_EQ(report.ending.verdict, proto::COMPLETED);
      EXPECT_EQ(report.total.ended, 20000u);
      // 17 operations an iteration, and each thread finds once that none is left.
      EXPECT_EQ(report.total.steps, 20000u * 17 + workers);
      EXPECT_GT(report.seconds, 0);
    }
  }
}

template <class Cells>
double sum_of_ones(Cells& cells, std::uint64_t each) {
  constexpr std::uint32_t kThreads = 4;
  Team team(kThreads);
  const Ending ending = team.run(
      [&](std::uint32_t) {
        for (std::uint64_t k = 0; k < each; ++k) cells.doubles().add(1, 1.0);
      },
      [] { return false; });
  EXPECT_EQ(ending.verdict, proto::COMPLETED);
  EXPECT_EQ(cells.get(0), 0);
  return cells.get(1);
}

template <class Cells>
double sum_of_ones(proto::ModelLayout layout, std::uint64_t each) {
  Cells cells({2, 1}, layout);
  return sum_of_ones(cells, each);
}

// Sums of ones are exact.
TEST(Threads, AtomicFetchAddsLoseNothing) {
  EXPECT_EQ(sum_of_ones<PlainCells<SequentiallyConsistent>>(proto::PACKED, 50'000), 200'000);
  EXPECT_EQ(sum_of_ones<PlainCells<Relaxed>>(proto::CACHE_LINE, 50'000), 200'000);
  EXPECT_LE(sum_of_ones<PlainCells<Racy>>(proto::PACKED, 50'000), 200'000);
}

// What is missing of a sum of ones is what was lost.
TEST(Threads, LostUpdatesAreCountedExactly) {
  constexpr std::uint64_t kEach = 100'000;
  std::uint64_t lost = 0;
  // Threads that never overlapped would prove nothing; where the machine is busy, some rounds do.
  for (int round = 0; round < 200 && (round < 4 || lost == 0); ++round) {
    CountedCells cells({2, 1}, round % 2 == 0 ? proto::PACKED : proto::CACHE_LINE);
    const double sum = sum_of_ones(cells, kEach);
    EXPECT_EQ(static_cast<double>(cells.kept()), sum);
    lost += 4 * kEach - cells.kept();
  }
  if (std::thread::hardware_concurrency() > 1) {
    EXPECT_GT(lost, 0u);
  }
}

TEST(Threads, ARunReportsItsLostUpdates) {
  const RunSetup setup(
      experiment_of({"workers=2", "algorithm.iterations=20000", "objective.noise=0.1",
                     "machine=threads", "machine.order=RACY_COUNTED"}));
  const ThreadsReport report = run_threads(setup, {});
  EXPECT_EQ(report.total.updates, 20000u * 8);
  ASSERT_TRUE(report.lost_updates.has_value());
  EXPECT_LT(*report.lost_updates, report.total.updates);
}

TEST(Threads, AWorkerThatThrowsStopsTheOthers) {
  PlainCells<Relaxed> cells({1, 1}, proto::PACKED);
  Team team(3);
  std::atomic<int> at_work = 0;
  std::atomic<int> stopped = 0;
  const Ending ending = team.run(
      [&](std::uint32_t worker) {
        WorkerTally tally;
        ThreadMemory<PlainCells<Relaxed>> memory(cells, tally, {worker, 1, 1, 0, team.stop()});
        ++at_work;
        try {
          for (;;) {  // no end but by the failure
            const std::uint64_t t = memory.fetch_add(CounterRegister{0}, 1);
            memory.begin_iteration(t);
            if (worker == 1 && at_work == 3) throw std::runtime_error("no more coins");
            memory.end_iteration();
          }
        } catch (const StoppedByOthers&) {
          ++stopped;
          throw;
        }
      },
      [] { return false; });
  EXPECT_EQ(ending.verdict, proto::WORKER_ERROR);
  EXPECT_EQ(ending.detail, "worker 1 failed: no more coins");
  EXPECT_EQ(stopped, 2);
}

TEST(Threads, AnInterruptLeavesAResult) {
  const RunSetup setup(
      experiment_of({"workers=2", "algorithm.iterations=1000000000000", "machine=threads"}));
  std::atomic<bool> interrupted = false;
  std::uint64_t seen = 0;
  ThreadsWatch watch;
  watch.interrupted = &interrupted;
  watch.progress = [&](std::uint64_t iterations) {
    seen = iterations;
    if (iterations > 1000) interrupted = true;
  };
  const ThreadsReport report = run_threads(setup, watch);
  EXPECT_EQ(report.ending.verdict, proto::STOPPED);
  EXPECT_GE(report.total.ended + 2, seen);
  EXPECT_EQ(report.model.size(), 8u);
}

TEST(Threads, MoreThanThereAreProcessorsIsANote) {
  Team many(10'000);
  ASSERT_EQ(many.warnings().size(), 1u);
  EXPECT_TRUE(many.warnings()[0].starts_with("10000 threads share ")) << many.warnings()[0];
}

TEST(Threads, WhatTheyCannotRun) {
  const auto error = [](std::vector<std::string> settings) {
    settings.push_back("machine=threads");
    return error_of([&] { run_threads(RunSetup(experiment_of(settings)), {}); });
  };
  EXPECT_EQ(error({"limits.steps=10"}),
            "limits.steps is for the simulated machine: threads do not count steps together; set "
            "algorithm.iterations");
}

class OnThreads : public testing::InDirectory {};

// A schedule that an adversary made is enforced on threads, to the same registers.
TEST_F(OnThreads, AnAdversarysScheduleIsFollowed) {
  const std::string diabetes = HOGTIE_TEST_DATA "/diabetes.svm";
  const std::vector<std::vector<std::string>> kRuns{
      {"workers=4", "adversary=swarm", "objective.noise=0.2", "algorithm.iterations=300"},
      {"workers=3", "adversary=uniform", "algorithm.iterations=200", "algorithm.view=MODEL",
       "objective.name=ridge", "objective.data.path=" + diabetes, "algorithm.step_size=0.01"},
      {"workers=3", "adversary=max_delay", "algorithm.name=full_sgd", "algorithm.iterations=40",
       "algorithm.epochs=4", "adversary.crashes={worker: 1 step: 300}"},
      {"workers=2", "adversary=sequential", "limits.steps=77"}};
  for (const auto& settings : kRuns) {
    const RunReport recorded = testing::record(experiment_of(settings), path("t"));
    const ThreadsReplay replay =
        replay_on_threads(path("t"), {.data = testing::data_of(path("t"))}, {});
    EXPECT_NE(replay.ending.verdict, proto::DIVERGED) << replay.ending.detail;
    EXPECT_EQ(replay.steps, recorded.metrics.steps());
    EXPECT_EQ(replay.agreed, recorded.metrics.steps());
    const MovingPoint point(replay.model, *RunSetup(experiment_of(settings)).optimum());
    EXPECT_EQ(std::sqrt(point.squared_distance()), recorded.metrics.final_distance());
  }
}

// Everything else of the trace is right.
TEST_F(OnThreads, AForgedEndDiverges) {
  const auto detail_of = [&](const std::function<void(proto::Footer&)>& forge) {
    testing::rewrite(path("t"), path("forged"), [&](proto::Frame& frame) {
      if (frame.has_footer()) forge(*frame.mutable_footer());
      return true;
    });
    const ThreadsReplay replay = replay_on_threads(path("forged"), {}, {});
    EXPECT_EQ(replay.ending.verdict, proto::DIVERGED);
    return replay.ending.detail;
  };
  // f(x) = x^2/2 from 1 with step size 1/2, one iteration: X = 1/2 after read and update.
  testing::record(experiment_of({"workers=1", "objective.dimension=1", "algorithm.step_size=0.5",
                                 "algorithm.iterations=1"}),
                  path("t"));
  EXPECT_EQ(replay_on_threads(path("t"), {}, {}).ending.verdict, proto::COMPLETED);
  EXPECT_EQ(detail_of([](proto::Footer& end) { end.mutable_metrics()->set_final_distance(0.25); }),
            "recorded final_distance = 0.25, now 0.5");
  EXPECT_EQ(detail_of([](proto::Footer& end) { end.mutable_metrics()->clear_final_loss(); }),
            "recorded final_loss = none, now 0.125");
  EXPECT_EQ(detail_of([](proto::Footer& end) { end.set_verdict(proto::STARVED); }),
            "recorded the verdict STARVED, now all workers have ended");
  EXPECT_EQ(detail_of([](proto::Footer& end) {
              end.set_verdict(proto::NOT_FINITE);
              end.set_detail("X[0] is inf");
            }),
            "recorded the verdict NOT_FINITE (X[0] is inf), now all numbers are finite");
  testing::record(experiment_of({"workers=2", "objective.dimension=1", "limits.steps=77"}),
                  path("t"));
  EXPECT_EQ(detail_of([](proto::Footer& end) { end.set_verdict(proto::COMPLETED); }),
            "recorded the verdict COMPLETED, now 2 workers have not ended");
}

TEST_F(OnThreads, AnotherRunDiverges) {
  testing::record(experiment_of({"workers=2", "objective.dimension=1"}), path("t"));
  testing::claim(path("t"), path("other"), {"objective.initial=0.5"});
  EXPECT_EQ(
      replay_on_threads(path("other"), {.force = true, .data = testing::data_of(path("other"))}, {})
          .ending.detail,
      "the registers differ from those recorded, between step 0 and step 3002");
  // Ten iterations less: worker 0 has ended when it is to go on.
  testing::record(experiment_of({"workers=2", "adversary=sequential", "objective.dimension=1"}),
                  path("t"));
  testing::claim(path("t"), path("other"), {"algorithm.iterations=990"});
  EXPECT_EQ(
      replay_on_threads(path("other"), {.force = true, .data = testing::data_of(path("other"))}, {})
          .ending.detail,
      "step 2971: recorded worker 0, which has ended");
}

}  // namespace
}  // namespace hogtie
