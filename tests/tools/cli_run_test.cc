#include <string>

#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::Cli;
using testing::lines_of;
using testing::Outcome;

class CliRun : public Cli {};

// f(x) = x^2/2 from 1 without noise: 40 iterations at step size 1/2 leave 2^-40.
const std::string kQuickRun =
    "run --quiet --set workers=1 --set objective.dimension=1 --set algorithm.step_size=0.5 "
    "--set algorithm.iterations=40";

TEST_F(CliRun, TextForPeople) {
  const std::string output = output_of(kQuickRun);
  const auto lines = lines_of(output);
  EXPECT_EQ(lines.front(), "experiment");
  EXPECT_NE(output.find("\nresult\n"), std::string::npos);
  EXPECT_TRUE(lines.back().starts_with("to replay: hogtie run ")) << lines.back();
}

TEST_F(CliRun, Json) {
  const auto runs = json_of(kQuickRun);
  ASSERT_EQ(runs.size(), 1u);
  const auto& run = runs[0];
  EXPECT_EQ(run["verdict"], "completed");
  EXPECT_FALSE(run.contains("detail"));
  // Of an iteration: C[0], a read, an update; at last once C[0].
  EXPECT_EQ(run["steps"], 40 * 3 + 1);
  EXPECT_EQ(run["iterations"], 40);
  EXPECT_EQ(run["final_distance"], 0x1p-40);
  // ||x||^2 <= 0.01 from 2^-4 on.
  EXPECT_EQ(run["hitting_time"], 4);
  EXPECT_EQ(run["workers"], 1);
  EXPECT_EQ(run["algorithm.step_size"], 0.5);
}

// An empty field there is no key here.
TEST_F(CliRun, CsvHasTheColumnsOfJson) {
  const auto run = json_of(kQuickRun)[0];
  const auto lines = lines_of(output_of(kQuickRun + " --format csv"));
  ASSERT_EQ(lines.size(), 2u);
  std::size_t values = 0;
  std::istringstream header(lines[0]);
  std::istringstream row(lines[1]);
  for (std::string name; std::getline(header, name, ',');) {
    std::string value;
    std::getline(row, value, ',');
    EXPECT_EQ(run.contains(name), !value.empty()) << name;
    if (!value.empty()) ++values;
  }
  EXPECT_EQ(values, run.size());
  EXPECT_TRUE(lines[1].starts_with("completed,,40,121,4,")) << lines[1];
}

TEST_F(CliRun, TheCommandThatItPrintsRepeatsTheRun) {
  const std::string settings =
      "--set 'adversary={name: \"weighted\" speeds: 1 speeds: 3}' --set workers=3 --set seed=8 "
      "--set objective.noise=0.5 --set 'adversary.crashes={worker: 1 step: 77}'";
  auto first = json_of("run " + settings)[0];
  const std::string command = first["replay"];
  ASSERT_TRUE(command.starts_with("hogtie run "));
  auto second = json_of(command.substr(std::string("hogtie ").size()))[0];
  for (auto* run : {&first, &second}) {
    run->erase("seconds");
    run->erase("steps_per_second");
  }
  EXPECT_EQ(first, second);
}

TEST_F(CliRun, AnExperimentFromAFile) {
  put("experiment.textproto", "workers: 2\nalgorithm { iterations: 10 }\n");
  const auto run = json_of("run experiment.textproto --set algorithm.iterations=20")[0];
  EXPECT_EQ(run["workers"], 2);
  EXPECT_EQ(run["iterations"], 20);
}

TEST_F(CliRun, TrialsAreRunsWithTheNextSeeds) {
  const std::string noisy = kQuickRun + " --set objective.noise=1 --set workers=3";
  const auto trials = json_of(noisy + " --set seed=5 --trials 4");
  ASSERT_EQ(trials.size(), 4u);
  for (std::size_t k = 0; k < 4; ++k) {
    const std::string seed = std::to_string(5 + k);
    EXPECT_EQ(trials[k]["seed"], seed);
    const auto alone = json_of(noisy + " --set seed=" + seed)[0];
    EXPECT_EQ(alone["final_distance"], trials[k]["final_distance"]);
    EXPECT_EQ(alone["steps"], trials[k]["steps"]);
  }
  EXPECT_NE(trials[0]["final_distance"], trials[1]["final_distance"]);
  const std::string text = output_of(noisy + " --trials 4");
  EXPECT_NE(text.find("of 4 trials reached the success region\n"), std::string::npos) << text;
}

TEST_F(CliRun, RequireSuccess) {
  EXPECT_EQ(hogtie(kQuickRun + " --require-success").status, 0);
  const std::string missed = kQuickRun + " --set algorithm.iterations=2";
  EXPECT_EQ(hogtie(missed).status, 0);
  EXPECT_EQ(hogtie(missed + " --require-success").status, 1);
  // A step size of 2 with x - 2x = -x stays where it is; all trials have to succeed.
  EXPECT_EQ(hogtie(kQuickRun + " --trials 3 --require-success").status, 0);
  EXPECT_EQ(hogtie(kQuickRun + " --set algorithm.step_size=2 --trials 3 --require-success").status,
            1);
}

TEST_F(CliRun, AFailingAdversaryIsReported) {
  // Worker 0 alone, for more steps than it has here.
  output_of(
      "run --quiet --set workers=2 --set adversary=sequential --set objective.dimension=1 "
      "--set algorithm.iterations=300000 --trace long.trace");
  const Outcome outcome =
      hogtie("run --set workers=2 --set adversary.name=replay --set adversary.trace=long.trace");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.output.find("adversary error"), std::string::npos);
  EXPECT_TRUE(outcome.errors.starts_with("hogtie: the adversary chose worker 0, which has ended, "))
      << outcome.errors;
}

TEST_F(CliRun, WrongInput) {
  EXPECT_EQ(error_of("run missing.textproto").substr(0, 28), "cannot read 'missing.textpro");
  EXPECT_NE(error_of("run --set wrokers=2").find("did you mean 'workers'?"), std::string::npos);
  EXPECT_NE(error_of("run --set adversary.name=unifrom").find("did you mean 'uniform'?"),
            std::string::npos);
  EXPECT_EQ(error_of("run --set adversary.name=swarm --set workers=1"),
            "adversary 'swarm' needs at least 2 workers; set workers=2");
  EXPECT_EQ(error_of("run --trace t --trials 2"),
            "a trace records one run: give '--trace' or '--trials', not both");
  EXPECT_NE(error_of("run --format xml").find("xml"), std::string::npos);
}

TEST_F(CliRun, ATraceThatCannotBeWritten) {
  EXPECT_EQ(error_of(kQuickRun + " --trace nowhere/t"),
            "cannot write 'nowhere/t': No such file or directory; create its directory or "
            "give another path");
  EXPECT_EQ(error_of(kQuickRun + " --trace ."),
            "cannot write '.': Is a directory; give the path of a file");
}

TEST_F(CliRun, ATraceThatADeviceTakes) {
  EXPECT_EQ(lines_of(output_of(kQuickRun + " --trace /dev/null")).back(),
            "to replay: hogtie replay /dev/null");
}

// The run has no other end.
TEST_F(CliRun, AnInterruptedRunIsReportedAndRecorded) {
  const Outcome outcome =
      interrupted("run --set algorithm.iterations=1000000000000000 --trace t", "0.1");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.errors, "hogtie: interrupted\n");
  const auto lines = lines_of(outcome.output);
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.back(), "to replay: hogtie replay t");
  const auto replayed = json_of("replay t")[0];
  EXPECT_EQ(replayed["verdict"], "stopped");
  EXPECT_EQ(replayed["detail"], "interrupted");
}

// 10^7 coordinates for each of 10^5 workers are terabytes.
TEST_F(CliRun, WorkersThatNeedMoreMemoryThanThereIs) {
  const std::string error = error_of("run --set workers=100000 --set objective.dimension=10000000");
  EXPECT_TRUE(error.starts_with("100000 workers with up to 20000001 operations pending, and "))
      << error;
  EXPECT_TRUE(error.ends_with("; set fewer workers or a smaller dimension")) << error;
}

TEST_F(CliRun, ATraceWhosePathNeedsQuotes) {
  const auto lines = lines_of(output_of(kQuickRun + " --trace \"my trace\""));
  EXPECT_EQ(lines.back(), "to replay: hogtie replay 'my trace'");
}

TEST_F(CliRun, OutputThatCannotBeWritten) {
  const std::string command =
      "cd '" + path("") + "' && '" HOGTIE_PROGRAM "' " + kQuickRun + " >/dev/full 2>stderr.txt";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 3);
  EXPECT_EQ(testing::content(path("stderr.txt")),
            "hogtie: cannot write standard output; see to the place that it goes to\n");
}

const std::string kThreads = "run --quiet --set machine=threads --set workers=2 ";

TEST_F(CliRun, OnThreads) {
  const Outcome outcome = hogtie(kThreads + "--set algorithm.iterations=3000");
  EXPECT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_NE(outcome.output.find("\n  iterations           3000\n"), std::string::npos)
      << outcome.output;
  EXPECT_EQ(outcome.output.find("adversary"), std::string::npos);
  EXPECT_TRUE(lines_of(outcome.output).back().starts_with("to run it again: hogtie run "));
}

TEST_F(CliRun, OnThreadsRecordedAndReplayed) {
  const Outcome outcome =
      hogtie(kThreads + "--set algorithm.iterations=3000 --trace t --format json");
  EXPECT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_NE(outcome.errors.find("hogtie: note: recorded "), std::string::npos) << outcome.errors;
  EXPECT_NE(outcome.errors.find("hogtie: note: the same unrecorded: "), std::string::npos);
  const auto run = nlohmann::json::parse(outcome.output)[0];
  const auto replayed = json_of("replay t")[0];
  EXPECT_EQ(replayed["final_distance"], run["final_distance"]);
  EXPECT_EQ(replayed["tau_max"], run["tau_max"]);
  EXPECT_EQ(replayed["steps"], 3000 * 17 + 2);
  output_of("certify t");
  output_of("replay t --until 100 --then swarm");
}

TEST_F(CliRun, OfThreadsThatAreNotRecordedItDoesNotSayWhatItDoesNotKnow) {
  const Outcome trials = hogtie(kThreads + "--trials 2");
  EXPECT_EQ(trials.status, 0);
  EXPECT_EQ(trials.output.find("reached the success region"), std::string::npos) << trials.output;
  // What is interrupted has no number of steps that could be asked of threads.
  const Outcome stopped =
      interrupted(kThreads + "--set algorithm.iterations=1000000000000000", "0.1");
  EXPECT_EQ(stopped.status, 1);
  EXPECT_EQ(lines_of(stopped.output).back(),
            "to run it again: hogtie run --set algorithm.iterations=1000000000000000 --set "
            "workers=2 --set machine.kind=THREADS");
}

TEST_F(CliRun, ThreadsAndWhatTheyAreNotFor) {
  EXPECT_EQ(error_of(kThreads + "--require-success"),
            "whether threads reach the success region is known of recorded runs; give '--trace' "
            "too, or leave '--require-success' out");
  EXPECT_EQ(error_of("trials --set machine=threads"),
            "machine.kind is THREADS, and this command simulates; set machine=simulated, or use "
            "`hogtie run`");
  EXPECT_EQ(error_of(kThreads + "--set algorithm.name=full_sgd --set machine.order=racy"),
            "algorithm 'full_sgd' needs atomic updates, which its guards are on; set "
            "machine.order=SEQ_CST or RELAXED");
}

TEST_F(CliRun, AScheduleEnforcedOnThreads) {
  output_of("run --set workers=3 --set adversary=swarm --set algorithm.iterations=50 --trace t");
  const Outcome outcome = hogtie("replay t --on threads");
  EXPECT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_NE(outcome.output.find("\nreplayed 853 steps on 3 threads, in turns; registers agree at "
                                "step 853\n"),
            std::string::npos)
      << outcome.output;
  const Outcome json = hogtie("replay t --on threads --format json");
  EXPECT_EQ(nlohmann::json::parse(json.output)[0]["agreed"], 853);
  EXPECT_EQ(error_of("replay t --on mars"), "option '--on' takes simulated or threads, not 'mars'");
  EXPECT_EQ(error_of("replay t --on threads --until 3"),
            "'--until' is for the simulated machine, not for '--on threads'");
}

}  // namespace
}  // namespace hogtie
