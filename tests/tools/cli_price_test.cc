#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::Cli;
using testing::lines_of;
using testing::Outcome;

class CliPrice : public Cli {
 protected:
  /// Runs it where a program "gnuplot" does as `script` says; where that is empty there is none.
  Outcome with_gnuplot(const std::string& script, const std::string& arguments) const {
    std::filesystem::create_directory(path("bin"));
    if (!script.empty()) {
      put("bin/gnuplot", "#!/bin/sh\n" + script);
      std::filesystem::permissions(path("bin/gnuplot"), std::filesystem::perms::owner_all);
    }
    const std::string command = "cd '" + path("") + "' && PATH='" + path("bin") +
                                "' '" HOGTIE_PROGRAM "' " + arguments +
                                " >stdout.txt 2>stderr.txt </dev/null";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, testing::content(path("stdout.txt")),
            testing::content(path("stderr.txt"))};
  }

  bool has_gnuplot() const { return std::system("gnuplot --version >/dev/null 2>/dev/null") == 0; }
};

const std::string kQuickPrice =
    "price --quiet --set algorithm.iterations=200 --alpha 0.1,0.5 --tau 4,16 --workers 2,8 "
    "--adversaries stale_gradient,swarm --trials 1";

TEST_F(CliPrice, TextForPeople) {
  const std::string output = output_of(kQuickPrice);
  for (const char* part : {"against sequential SGD with the same alpha, 1 trial each\n",
                           "\nsequential SGD\n", "\nits largest alpha that converges: 1.9",
                           "\nlargest step size, and the best of the grid against sequential",
                           "\nwhat the figures mean\n"}) {
    EXPECT_NE(output.find(part), std::string::npos) << part << output;
  }
}

TEST_F(CliPrice, OneRowForEachPointAndStepSize) {
  const auto rows = json_of(kQuickPrice);
  ASSERT_EQ(rows.size(), 16U);
  EXPECT_EQ(rows[0]["adversary"], "stale_gradient");
  EXPECT_EQ(rows[0]["workers"], 2);
  EXPECT_EQ(rows[0]["tau"], 4);
  EXPECT_EQ(rows[0]["alpha"], 0.1);
  EXPECT_EQ(rows[0]["end"], "converges");
  EXPECT_EQ(rows[3]["tau"], 16);
  EXPECT_EQ(rows[3]["alpha"], 0.5);
  // Statement 7's value of (0.5, 16), and its bound (τ+1) ln(1/2) / ln(1/4).
  EXPECT_NEAR(rows[3]["slowdown"], 16.99925, 0.17);
  EXPECT_NEAR(rows[3]["formula_slowdown"], 16.99925, 6e-6);
  EXPECT_NEAR(rows[3]["linear_lower_bound"], 8.5, 1e-9);
  // Seven stale gradients with α = 1/2: (1/2)^16 - 3.5.
  const auto& swarm = rows[15];
  EXPECT_EQ(swarm["adversary"], "swarm");
  EXPECT_EQ(swarm["workers"], 8);
  EXPECT_EQ(swarm["end"], "diverges");
  EXPECT_FALSE(swarm.contains("slowdown"));
  EXPECT_FALSE(swarm.contains("formula_slowdown"));
  EXPECT_NEAR(swarm["rate"], -std::log(3.5) / 23, 1e-4);
  EXPECT_EQ(swarm["tau_max"], 22);
}

TEST_F(CliPrice, Csv) {
  const auto lines = lines_of(output_of(kQuickPrice + " --format csv"));
  ASSERT_EQ(lines.size(), 17U);
  EXPECT_EQ(lines[0],
            "adversary,workers,tau,tau_max,alpha,iterations,trials,end,left,rate,sequential_rate,"
            "slowdown,formula_slowdown,linear_lower_bound,reached,hitting_time,"
            "sequential_hitting_time,hitting_slowdown,best_alpha,best_slowdown,"
            "best_hitting_slowdown,corollary_6_7_price,de_sa_price,largest_alpha,"
            "sequential_largest_alpha,corollary_6_7_alpha,de_sa_alpha");
  EXPECT_TRUE(lines[1].starts_with("stale_gradient,2,4,4,0.1,200,1,converges,")) << lines[1];
  for (const std::string& line : lines) EXPECT_EQ(std::count(line.begin(), line.end(), ','), 26);
}

TEST_F(CliPrice, TheSameOutputForAnyNumberOfThreads) {
  const std::string command = kQuickPrice + " --set objective.noise=0.1 --format csv --threads ";
  const std::string alone = output_of(command + "1");
  EXPECT_EQ(output_of(command + "2"), alone);
  EXPECT_EQ(output_of(command + "3"), alone);
}

TEST_F(CliPrice, WhatTheExperimentSetsIsMeasured) {
  put("e.textproto",
      "objective { dimension: 1 } workers: 3 algorithm { step_size: 0.25 iterations: 100 }\n"
      "adversary { name: 'swarm' tau: 7 }\n");
  const auto rows = json_of("price e.textproto");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]["adversary"], "swarm");
  EXPECT_EQ(rows[0]["workers"], 3);
  EXPECT_EQ(rows[0]["tau"], 7);
  EXPECT_EQ(rows[0]["alpha"], 0.25);
  EXPECT_EQ(rows[0]["iterations"], 9 * 32);
  // An option goes before it.
  EXPECT_EQ(json_of("price e.textproto --alpha 0.5,0.125")[1]["alpha"], 0.125);
}

TEST_F(CliPrice, DrawsPlots) {
  if (!has_gnuplot()) GTEST_SKIP() << "no gnuplot";
  const std::string plain = output_of(kQuickPrice);
  EXPECT_EQ(output_of(kQuickPrice + " --plot 'a b'\\''s.png' --plot p.svg"), plain);
  EXPECT_TRUE(testing::content(path("a b's.png")).starts_with("\x89PNG\r\n\x1a\n"));
  const std::string svg = testing::content(path("p.svg"));
  EXPECT_TRUE(svg.starts_with("<?xml")) << svg.substr(0, 100);
  EXPECT_NE(svg.find("<svg"), std::string::npos);
  for (const char* label : {"sequential", "swarm, n = 8", "maximum delay τ [iterations]",
                            "recommended by Corollary 6.7, n = 2"}) {
    EXPECT_NE(svg.find(label), std::string::npos) << label;
  }
  EXPECT_FALSE(std::filesystem::exists(path("p.svg.partial")));
}

TEST_F(CliPrice, WithoutGnuplot) {
  const Outcome missing = with_gnuplot("", kQuickPrice + " --plot p.svg");
  EXPECT_EQ(missing.status, 2);
  EXPECT_EQ(missing.output, "");
  EXPECT_EQ(missing.errors,
            "hogtie: plots are drawn by gnuplot, which is not installed; install it (on Debian: "
            "apt-get install gnuplot-nox)\n");
  // Without a plot it is not missed.
  EXPECT_EQ(with_gnuplot("", kQuickPrice).status, 0);
  const Outcome failing = with_gnuplot(
      "[ \"$1\" = --version ] || { echo 'a line' >&2; echo 'what is wrong' >&2; exit 3; }\n",
      kQuickPrice + " --plot p.svg");
  EXPECT_EQ(failing.status, 2);
  EXPECT_EQ(failing.errors,
            "hogtie: gnuplot failed: what is wrong; leave '--plot' out, or install another "
            "gnuplot\n");
  EXPECT_FALSE(std::filesystem::exists(path("p.svg")));
}

// It ends with status 0 where it could not write all of the picture.
TEST_F(CliPrice, APictureThatIsCutDoesNotReplaceAGoodOne) {
  put("p.svg", "good");
  const Outcome cut =
      with_gnuplot("echo '<?xml version=\"1.0\"?><svg>'\n", kQuickPrice + " --plot p.svg");
  EXPECT_EQ(cut.status, 2);
  EXPECT_EQ(cut.errors,
            "hogtie: gnuplot did not write all of 'p.svg'; see to room in the directory of "
            "temporary files, or set TMPDIR to another\n");
  EXPECT_EQ(testing::content(path("p.svg")), "good");
}

TEST_F(CliPrice, CtrlCEndsIt) {
  const Outcome outcome = interrupted("price --trials 1000000", "0.2");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.errors,
            "hogtie: interrupted before the first of 40 adversaries, workers and tau was measured; "
            "there are no results yet\n");
  EXPECT_EQ(outcome.output, "");
}

TEST_F(CliPrice, AFailingAdversaryIsReported) {
  // Worker 0 alone, for more steps than it has here.
  output_of(
      "run --quiet --set workers=2 --set adversary=sequential --set objective.dimension=1 "
      "--set algorithm.iterations=300000 --trace long.trace");
  const Outcome outcome =
      hogtie("price --workers 2 --adversaries replay --set adversary.trace=long.trace");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.output, "");
  EXPECT_TRUE(outcome.errors.starts_with("hogtie: replay, n = 2, tau = ")) << outcome.errors;
  EXPECT_NE(outcome.errors.find("the adversary chose worker 0, which has ended"), std::string::npos)
      << outcome.errors;
}

TEST_F(CliPrice, WrongLists) {
  EXPECT_EQ(error_of("price --alpha 0.1,x"),
            "option '--alpha' takes numbers, 1e-12 to 1e+12, separated by commas; 'x' is not one");
  EXPECT_EQ(error_of("price --alpha 0"),
            "option '--alpha' takes numbers, 1e-12 to 1e+12, separated by commas; '0' is not one");
  EXPECT_EQ(error_of("price --alpha 0.1,0.10"), "option '--alpha' names 0.10 twice");
  EXPECT_EQ(error_of("price --tau 4,0"),
            "option '--tau' takes integers, 1 to 1000000000, separated by commas; '0' is not one");
  EXPECT_EQ(error_of("price --tau 4,,8"), "option '--tau' has an empty entry in '4,,8'");
  EXPECT_EQ(error_of("price --tau 4,"), "option '--tau' has an empty entry in '4,'");
  EXPECT_EQ(error_of("price --tau ''"), "option '--tau' has an empty value");
  EXPECT_EQ(error_of("price --workers 1"),
            "option '--workers' takes integers, 2 to 100000, separated by commas; '1' is not one");
  EXPECT_EQ(error_of("price --adversaries swarm,swarm"),
            "option '--adversaries' names swarm twice");
  EXPECT_EQ(error_of("price --adversaries swarm,unifrom"),
            "no adversary 'unifrom'; did you mean 'uniform'? see `hogtie list adversaries`");
}

TEST_F(CliPrice, WrongInput) {
  EXPECT_EQ(error_of("price --trials 0"),
            "option '--trials' takes an integer, 1 to 1000000; '0' is not one");
  EXPECT_EQ(error_of("price --plot p.pdf"),
            "cannot draw 'p.pdf'; give a name that ends in .svg or .png");
  EXPECT_EQ(error_of("price --set algorithm.name=full_sgd"),
            "a rate is measured of epoch_sgd, which the theory is about, not of 'full_sgd'; set "
            "algorithm.name=epoch_sgd, or see `hogtie league --help`");
  EXPECT_EQ(error_of("price --set limits.steps=9"),
            "limits.steps would cut runs short; leave it out and set algorithm.iterations");
  EXPECT_EQ(error_of("price --set adversary.tau_max=9"),
            "adversary.tau_max is what is varied here; leave it out and give '--tau'");
  EXPECT_EQ(error_of("price --set adversary.shape=2"),
            "none of these adversaries takes 'shape'; see `hogtie list adversaries`");
  EXPECT_EQ(error_of("price --set workers=1"),
            "one worker has no contention; set workers=2 or more");
  EXPECT_EQ(error_of("price --set algorithm.step_size=0"),
            "a step size of 0 stays at x_0; set algorithm.step_size above it");
  EXPECT_EQ(error_of("price --set objective.initial=0"),
            "x_0 is x*, from which there is nothing to measure; set objective.initial");
  EXPECT_NE(error_of("price missing.textproto").find("cannot read 'missing.textproto'"),
            std::string::npos);
  EXPECT_NE(error_of("price --set wrokers=2").find("did you mean 'workers'?"), std::string::npos);
  if (has_gnuplot()) {
    EXPECT_EQ(error_of("price --plot nowhere/p.svg"),
              "cannot write 'nowhere/p.svg': No such file or directory; create its "
              "directory or give another path");
  }
}

TEST_F(CliPrice, Help) {
  const std::string help = output_of("price --help");
  for (const char* part :
       {"--adversaries", "--plot price.svg", "adversary.tau_max", "A run converges if"}) {
    EXPECT_NE(help.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace hogtie
