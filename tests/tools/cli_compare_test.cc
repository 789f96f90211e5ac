#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::Cli;
using testing::lines_of;
using testing::Outcome;

class CliCompare : public Cli {
 protected:
  bool has_gnuplot() const { return std::system("gnuplot --version >/dev/null 2>/dev/null") == 0; }

  /// Its output; what it notes of few processors does not matter.
  std::string result_of(const std::string& arguments) const {
    const Outcome outcome = hogtie(arguments);
    EXPECT_EQ(outcome.status, 0) << outcome.errors;
    for (const std::string& line : lines_of(outcome.errors)) {
      EXPECT_TRUE(line.starts_with("hogtie: note: ")) << line;
    }
    return outcome.output;
  }
};

const std::string kQuick =
    "compare --quiet --trials 3 --set objective.noise=0.1 --set algorithm.iterations=500 "
    "--set adversary.tau=20 --simulated uniform,swarm --hardware threads=2,3";

TEST_F(CliCompare, TextForPeople) {
  const std::string output = result_of(kQuick);
  for (const char* part :
       {"3 trials each, alpha = 0.1, 500 iterations; intervals of 95 %\n",
        "\ncontention of an iteration\n", "\ndelay of an iteration, in the order by first update\n",
        "\nconvergence\n", "\nCorollary 6.7 at the largest contention\n",
        "\nsimulated against threads with as many workers: Kolmogorov-Smirnov distances\n",
        "\nthreads, recorded and not\n", "\nwhat the figures mean\n"}) {
    EXPECT_NE(output.find(part), std::string::npos) << part << output;
  }
}

TEST_F(CliCompare, Json) {
  const auto json = nlohmann::json::parse(result_of(kQuick + " --format json"));
  const auto& sides = json["sides"];
  ASSERT_EQ(sides.size(), 7U);
  EXPECT_EQ(sides[0]["schedule"], "sequential");
  EXPECT_EQ(sides[0]["workers"], 1);
  EXPECT_EQ(sides[0]["price"], 1);
  EXPECT_FALSE(sides[0].contains("switches"));
  const auto& swarm = sides[4];
  EXPECT_EQ(swarm["schedule"], "swarm");
  EXPECT_EQ(swarm["workers"], 3);
  EXPECT_EQ(swarm["trials"], 3);
  EXPECT_EQ(swarm["iterations"], 1500);
  EXPECT_EQ(swarm["contention_max"], 21);
  EXPECT_EQ(swarm["reached"], 3);
  EXPECT_EQ(swarm["missed"], 0);
  // alpha = 0.1 is more than Corollary 6.7 speaks of.
  EXPECT_FALSE(swarm.contains("corollary_6_7_failure"));
  EXPECT_GT(swarm["corollary_6_7_price"], 1);
  const auto& threads = sides[6];
  EXPECT_EQ(threads["schedule"], "threads");
  EXPECT_EQ(threads["workers"], 3);
  EXPECT_EQ(threads["iterations"], 1500);
  EXPECT_GT(threads["recorded_updates_per_second"], 0);
  EXPECT_GT(threads["unrecorded_updates_per_second"], 0);
  EXPECT_GE(threads["switches"], 3);

  ASSERT_EQ(json["pairs"].size(), 4U);
  EXPECT_EQ(json["pairs"][1]["schedule"], "uniform");
  EXPECT_EQ(json["pairs"][1]["workers"], 3);
  // All C(6, 3) divisions of the trials; the samples and their mirror image are as far apart.
  EXPECT_EQ(json["pairs"][1]["divisions"], 20);
  EXPECT_GE(json["pairs"][1]["contention_ks_p"], 0.1);
  EXPECT_GE(json["pairs"][1]["contention_ks"], 0);
  // ||x_0-x*||^2 of x_0 = (1, ..., 1).
  EXPECT_EQ(json["curve"][0]["at"], 0);
  EXPECT_EQ(json["curve"][0]["squared_distance_mean"], 8);
  EXPECT_EQ(json["curve"][0]["loss_mean"], 4);
  for (const auto& point : json["contention_tail"]) {
    EXPECT_GT(point["contention_at_least"], 0);
    EXPECT_LE(point["contention_at_least"], 1);
  }
}

TEST_F(CliCompare, Csv) {
  const auto lines = lines_of(result_of(kQuick + " --format csv"));
  EXPECT_EQ(lines[0], "schedule,workers,quantity,at,value");
  EXPECT_EQ(lines[1], "sequential,1,trials,,3");
  for (const std::string& line : lines) EXPECT_EQ(std::count(line.begin(), line.end(), ','), 4);
  for (const char* const line :
       {"swarm,3,contention_max,,21", "uniform,2,squared_distance_mean,0,8",
        "threads,2,iterations,,1500", "swarm,2,delay_at_least,20,"}) {
    EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [&](const std::string& l) {
      return l.starts_with(line);
    })) << line;
  }
}

TEST_F(CliCompare, WhatTheExperimentSetsIsCompared) {
  put("e.textproto",
      "objective { dimension: 1 } workers: 3 algorithm { step_size: 0.25 iterations: 100 }\n"
      "adversary { name: 'swarm' tau: 7 } machine { kind: THREADS order: RELAXED }\n");
  const auto json =
      nlohmann::json::parse(result_of("compare e.textproto --trials 1 --format json"));
  ASSERT_EQ(json["sides"].size(), 3U);
  EXPECT_EQ(json["sides"][1]["schedule"], "swarm");
  EXPECT_EQ(json["sides"][1]["workers"], 3);
  EXPECT_EQ(json["sides"][2]["workers"], 3);
}

TEST_F(CliCompare, KeepsTraces) {
  result_of(kQuick + " --keep 'a b/traces'");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path("a b/traces")), {}), 6);
  output_of("replay 'a b/traces/threads-3-trial-2.trace'");
  // Elsewhere none are left.
  result_of(kQuick);
  EXPECT_FALSE(std::filesystem::exists(path("threads-3-trial-2.trace")));
}

TEST_F(CliCompare, DrawsPlots) {
  if (!has_gnuplot()) GTEST_SKIP() << "no gnuplot";
  result_of(kQuick + " --plot p.svg --plot p.png");
  EXPECT_TRUE(testing::content(path("p.png")).starts_with("\x89PNG\r\n\x1a\n"));
  const std::string svg = testing::content(path("p.svg"));
  for (const char* label :
       {"sequential", "swarm, n = 3", "threads, n = 2", "contention [iterations]",
        "delay [iterations]", "mean of ||x_t - x*||²", "mean of f(x_t)"}) {
    EXPECT_NE(svg.find(label), std::string::npos) << label;
  }
}

TEST_F(CliCompare, CtrlCKeepsWhatIsDone) {
  const Outcome outcome =
      interrupted("compare --trials 10000 --hardware threads=2,4 --format json", "0.5");
  EXPECT_EQ(outcome.status, 1);
  const std::string begin = "hogtie: interrupted after ";
  ASSERT_TRUE(outcome.errors.starts_with(begin)) << outcome.errors;
  EXPECT_TRUE(outcome.errors.ends_with(" of 70000 trials\n")) << outcome.errors;
  const auto json = nlohmann::json::parse(outcome.output);
  std::uint64_t trials = 0;
  for (const auto& side : json["sides"]) trials += side["trials"].get<std::uint64_t>();
  EXPECT_EQ(trials, std::stoull(outcome.errors.substr(begin.size())));
  EXPECT_GT(trials, 0U);
}

TEST_F(CliCompare, CtrlCLeavesNoTraces) {
  ::setenv("TMPDIR", path("").c_str(), 1);
  const Outcome outcome = interrupted(
      "compare --trials 300 --simulated uniform --hardware threads=2 --set "
      "algorithm.iterations=10000",
      "1.5");
  ::unsetenv("TMPDIR");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.output.find(" of 900 trials (interrupted), alpha = "), std::string::npos);
  for (const auto& entry : std::filesystem::directory_iterator(path(""))) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("hogtie-")) << entry.path();
  }
}

TEST_F(CliCompare, WrongInput) {
  EXPECT_EQ(error_of("compare --hardware 2,4"),
            "option '--hardware' takes threads=A,B,...; '2,4' is not that");
  EXPECT_EQ(error_of("compare --hardware threads=2,0"),
            "option '--hardware' takes integers, 1 to 1024, separated by commas; '0' is not one");
  EXPECT_EQ(error_of("compare --hardware threads="),
            "option '--hardware' has an empty entry in ''");
  EXPECT_EQ(error_of("compare --simulated uniform,unifrom"),
            "no adversary 'unifrom'; did you mean 'uniform'? see `hogtie list adversaries`");
  EXPECT_EQ(
      error_of("compare --set machine.order=RACY"),
      "machine.order=RACY cannot be recorded, which contention and delays of threads are "
      "measured on; set machine.order=RELAXED (what racy threads lose is measured too), or run "
      "it alone with `hogtie run --set machine=threads`");
  EXPECT_EQ(error_of("compare --set limits.steps=9"),
            "limits.steps is for the simulated machine: threads do not count steps together; set "
            "algorithm.iterations");
  EXPECT_EQ(error_of("compare --set adversary.shape=2"),
            "none of these adversaries takes 'shape'; see `hogtie list adversaries`");
  EXPECT_EQ(error_of("compare --trials 0"),
            "option '--trials' takes an integer, 1 to 10000; '0' is not one");
  EXPECT_EQ(error_of("compare --plot p.pdf"),
            "cannot draw 'p.pdf'; give a name that ends in .svg or .png");
  put("file", "");
  EXPECT_EQ(error_of("compare --keep file/traces"),
            "cannot make the directory 'file/traces': Not a directory; give another one");
  EXPECT_EQ(hogtie("compare --quiet --hardware threads=2 --trials 1").status, 0);
  const std::string nowhere = "cd '" + path("") +
                              "' && TMPDIR=nowhere '" HOGTIE_PROGRAM
                              "' compare 2>stderr.txt; test $? = 2";
  EXPECT_EQ(std::system(nowhere.c_str()), 0);
  EXPECT_NE(
      testing::content(path("stderr.txt")).find("set it to a directory that can be written to"),
      std::string::npos);
}

TEST_F(CliCompare, Help) {
  const std::string help = output_of("compare --help");
  for (const char* part : {"--hardware", "permutation test over trials", "--keep DIRECTORY"}) {
    EXPECT_NE(help.find(part), std::string::npos) << part;
  }
}

class CliFit : public CliCompare {
 protected:
  void record(const std::string& arguments) const {
    output_of("run --quiet --set algorithm.iterations=2000 " + arguments);
  }
};

TEST_F(CliFit, FromThreadsToMoreWorkers) {
  result_of(
      "compare --quiet --trials 4 --simulated uniform --hardware threads=2 --set "
      "algorithm.iterations=3000 --keep traces");
  const std::string text = output_of(
      "fit traces/threads-2-trial-0.trace traces/threads-2-trial-1.trace --out two.textproto "
      "--held-out traces/threads-2-trial-2.trace traces/threads-2-trial-3.trace --quiet");
  EXPECT_NE(text.find(" of 2 workers in 2 traces, are in two.textproto\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("\nstall       simulated"), std::string::npos) << text;
  EXPECT_NE(text.find("that of the traces fitted to is what a fit can reach"), std::string::npos);
  const std::string file = testing::content(path("two.textproto"));
  for (const char* part :
       {"# workers: 2; machine: THREADS, order SEQ_CST, layout PACKED\n",
        "# trace: traces/threads-2-trial-1.trace\n", "\nruns { from: ", "\nstalls { from: "}) {
    EXPECT_NE(file.find(part), std::string::npos) << part << file;
  }
  EXPECT_EQ(file.find("trial-2"), std::string::npos);
  const auto runs = json_of(
      "run --quiet --set workers=64 --set adversary=histogram --set "
      "adversary.schedule_file=two.textproto --set algorithm.iterations=3000");
  EXPECT_EQ(runs[0]["iterations"], 3000);
}

TEST_F(CliFit, TablesForPrograms) {
  record("--set adversary=bursts --trace a.trace");
  record("--set adversary=bursts --set seed=2 --trace b.trace");
  const auto alone = json_of("fit a.trace --out f");
  ASSERT_EQ(alone.size(), 4U);
  EXPECT_EQ(alone[0]["quantity"], "run");
  EXPECT_EQ(alone[3]["quantity"], "delay");
  EXPECT_FALSE(alone[0].contains("held_out_mean"));
  EXPECT_FALSE(alone[0].contains("simulated_to_held_out"));
  EXPECT_LT(alone[0]["simulated_to_fitted"], 0.2);
  const auto held = json_of("fit a.trace --out f --held-out b.trace");
  EXPECT_GT(held[1]["held_out_mean"], 1);
  EXPECT_LT(held[1]["fitted_to_held_out"], 0.2);
  EXPECT_GT(held[2]["simulated_to_held_out"], 0);
  EXPECT_NE(output_of("fit a.trace --out f").find("the fit looks better than it is"),
            std::string::npos);
  EXPECT_NE(testing::content(path("f")).find("# workers: 4; machine: SIMULATED, adversary bursts"),
            std::string::npos);
}

TEST_F(CliFit, MoreWorkersThanProcessors) {
  record("--set adversary=bursts --trace a.trace");
  const auto rows = json_of("fit a.trace --out f --processors 2");
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[2]["quantity"], "slice");
  EXPECT_NE(output_of("fit a.trace --out f --processors 2")
                .find(" slices, of 4 workers on 2 processors in 1 trace, are in f\n"),
            std::string::npos);
  const std::string file = testing::content(path("f"));
  for (const char* part : {"# processors: 2\n", "\nprocessors: 2\nslices { from: "}) {
    EXPECT_NE(file.find(part), std::string::npos) << part << file;
  }
  EXPECT_EQ(json_of("fit a.trace --out f --processors 4").size(), 4U);
  EXPECT_EQ(error_of("fit a.trace --out f --processors 0"),
            "option '--processors' takes an integer, 1 to 100000; '0' is not one");
}

TEST_F(CliFit, WrongInput) {
  record("--trace a.trace");
  record("--set workers=2 --trace b.trace");
  EXPECT_EQ(error_of("fit --out f"), "no trace to fit is given; name one or more");
  EXPECT_EQ(error_of("fit a.trace"), "no file for the fitted schedule is given; add '--out FILE'");
  EXPECT_EQ(error_of("fit a.trace --out f --held-out a.trace"),
            "'a.trace' is both fitted to and held out; give it on one of the two sides");
  EXPECT_EQ(error_of("fit a.trace b.trace --out f"),
            "'a.trace' and 'b.trace' are of 4 and 2 workers; fit each number of workers to a file "
            "of its own");
  EXPECT_NE(error_of("fit none.trace --out f").find("none.trace"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(path("f")));
}

TEST_F(CliFit, Help) {
  const std::string help = output_of("fit --help");
  for (const char* part : {"--held-out TRACE...", "logarithmic bins", "--set workers=64"}) {
    EXPECT_NE(help.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace hogtie
