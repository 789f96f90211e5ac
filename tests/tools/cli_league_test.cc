#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::Cli;
using testing::lines_of;
using testing::Outcome;

class CliLeague : public Cli {};

const std::string kQuickLeague =
    "league --quiet --algorithms epoch_sgd,locked_sgd --adversaries uniform,stale_gradient "
    "--trials 20";

TEST_F(CliLeague, TextForPeople) {
  const std::string output = output_of(kQuickLeague);
  for (const char* part : {"sequential SGD hits at ", "; a trial has ", ", a cell 20 trials\n",
                           "\nprice of asynchrony, alpha tuned against each adversary\n",
                           "\nprice of asynchrony, alpha tuned under uniform\n", "\ncell by cell\n",
                           "100 % [83.2, 100] starved", "\nwhat the figures mean\n"}) {
    EXPECT_NE(output.find(part), std::string::npos) << part << output;
  }
}

TEST_F(CliLeague, TwoRowsForEachCell) {
  const auto rows = json_of(kQuickLeague);
  ASSERT_EQ(rows.size(), 8U);
  EXPECT_EQ(rows[0]["algorithm"], "epoch_sgd");
  EXPECT_EQ(rows[0]["adversary"], "uniform");
  EXPECT_EQ(rows[0]["workers"], 4);
  EXPECT_EQ(rows[0]["tuned"], "against_it");
  EXPECT_EQ(rows[1]["tuned"], "under_uniform");
  EXPECT_EQ(rows[0]["best_alpha"], rows[1]["best_alpha"]);
  EXPECT_EQ(rows[0]["trials"], 20);
  EXPECT_GT(rows[0]["hitting_time"], 0);
  EXPECT_LE(rows[0]["price_low"], rows[0]["price"]);
  EXPECT_EQ(rows[0]["failures"], 0);
  // The lock under stale_gradient.
  EXPECT_EQ(rows[6]["algorithm"], "locked_sgd");
  EXPECT_EQ(rows[6]["adversary"], "stale_gradient");
  EXPECT_FALSE(rows[6].contains("best_alpha"));
  EXPECT_EQ(rows[6]["alpha"], rows[6]["sequential_alpha"]);
  EXPECT_FALSE(rows[6].contains("price"));
  EXPECT_EQ(rows[6]["starved"], 20);
  EXPECT_EQ(rows[6]["failure_high"], 1);
  EXPECT_TRUE(rows[7].contains("best_alpha"));
}

TEST_F(CliLeague, TheObjectiveByItsName) {
  const std::string rest =
      " --quiet --format csv --trials 5 --algorithms epoch_sgd --adversaries uniform "
      "--set success.epsilon=20 --set 'objective.data.path=" HOGTIE_TEST_DATA "/diabetes.svm'";
  EXPECT_EQ(output_of("league --objective huber" + rest),
            output_of("league --set objective.name=huber" + rest));
  EXPECT_EQ(error_of("league --objective qadratic"),
            error_of("league --set objective.name=qadratic"));
}

TEST_F(CliLeague, WhatWouldBeForgottenIsRefused) {
  EXPECT_EQ(error_of(kQuickLeague + " --set algorithm.momentum=0.5"),
            "none of these algorithms takes 'momentum'; see `hogtie list algorithms`");
  EXPECT_EQ(error_of(kQuickLeague + " --objective quadratic --set objective.name=hinge"),
            "'--objective quadratic' and '--set objective.name=hinge' both name an objective; "
            "leave one of them out");
}

TEST_F(CliLeague, WhatCannotRunOnThreadsIsSaidAtOnce) {
  EXPECT_EQ(error_of(kQuickLeague + " --hardware threads=2 --set machine.order=RACY"),
            "machine.order=RACY cannot be recorded, which hitting times of threads are measured "
            "on; set machine.order=SEQ_CST or RELAXED, or leave '--hardware' out");
  EXPECT_EQ(error_of("league --quiet --algorithms leashed_sgd --adversaries uniform "
                     "--set objective.dimension=300 --hardware threads=1000"),
            "algorithm 'leashed_sgd' keeps n (n + 1) versions of the model, which for 1000 workers "
            "and 300 coordinates are more than 2^28 registers; set fewer workers or a smaller "
            "dimension");
}

TEST_F(CliLeague, APlotReplacesNothingButFiles) {
  std::filesystem::create_directory(path("dir.svg"));
  EXPECT_EQ(error_of(kQuickLeague + " --plot dir.svg"),
            "cannot write 'dir.svg': Is a directory; give the path of a file");
}

TEST_F(CliLeague, Csv) {
  const auto lines = lines_of(output_of(kQuickLeague + " --format csv"));
  ASSERT_EQ(lines.size(), 9U);
  EXPECT_EQ(lines[0],
            "algorithm,adversary,workers,tuned,best_alpha,alpha,budget,trials,hitting_time,"
            "hitting_time_low,hitting_time_high,price,price_low,price_high,failures,failure_low,"
            "failure_high,diverged,starved,stuck,lost_share,steps,spins,sequential_alpha,"
            "sequential_hitting_time");
  EXPECT_TRUE(lines[8].starts_with("locked_sgd,stale_gradient,4,under_uniform,")) << lines[8];
}

TEST_F(CliLeague, AllThatCanRunByDefault) {
  const Outcome outcome = hogtie("league --trials 1 --format json");
  EXPECT_EQ(outcome.status, 0);
  std::set<std::string> algorithms;
  std::set<std::string> adversaries;
  for (const auto& row : nlohmann::json::parse(outcome.output)) {
    algorithms.insert(row["algorithm"]);
    adversaries.insert(row["adversary"]);
  }
  EXPECT_EQ(adversaries.size(), 10U);
  EXPECT_GE(algorithms.size(), 12U);
  EXPECT_TRUE(algorithms.contains("full_sgd"));
  EXPECT_FALSE(algorithms.contains("asaga"));
  const auto notes = lines_of(outcome.errors);
  ASSERT_FALSE(notes.empty());
  for (const std::string& note : notes) EXPECT_TRUE(note.starts_with("hogtie: note: ")) << note;
  EXPECT_NE(outcome.errors.find("asaga is left out: "), std::string::npos);
}

TEST_F(CliLeague, OnData) {
  const auto rows = json_of(
      "league --algorithms kromagnon,asaga --adversaries uniform --trials 2 "
      "--set objective.name=logistic --set objective.data.path='" HOGTIE_TEST_DATA
      "/breast-cancer.svm' --set success.loss=0.3 --set success.every=10");
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0]["algorithm"], "kromagnon");
  EXPECT_GT(rows[0]["price"], 0);
  EXPECT_GT(rows[2]["price"], 0);
}

TEST_F(CliLeague, OnThreads) {
  const auto rows = json_of(
      "league --algorithms epoch_sgd --adversaries uniform --hardware threads=2 --trials 2");
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[2]["adversary"], "threads=2");
  EXPECT_EQ(rows[2]["workers"], 2);
  EXPECT_EQ(rows[2]["trials"], 2);
}

TEST_F(CliLeague, DrawsHeatMaps) {
  if (std::system("gnuplot --version >/dev/null 2>/dev/null") != 0) GTEST_SKIP() << "no gnuplot";
  output_of(kQuickLeague + " --plot heat.svg --plot heat.png");
  EXPECT_TRUE(testing::content(path("heat.png")).starts_with("\x89PNG"));
  const std::string svg = testing::content(path("heat.svg"));
  for (const char* label : {"tuned against each adversary", "tuned under uniform", "epoch_sgd",
                            "locked_sgd", "stale_gradient", "starved", "price of asynchrony"}) {
    EXPECT_NE(svg.find(label), std::string::npos) << label;
  }
}

TEST_F(CliLeague, CtrlCKeepsTheCellsThatAreDone) {
  // Sequential SGD, alone, is measured at once; a thousand workers take longer.
  const Outcome outcome = interrupted(
      "league --algorithms sequential_sgd,epoch_sgd --adversaries uniform,swarm,pos --trials 1000 "
      "--threads 1 --format json --set objective.dimension=1 --set workers=1000",
      "3");
  EXPECT_EQ(outcome.status, 1);
  const std::string begin = "hogtie: interrupted after ";
  ASSERT_TRUE(outcome.errors.starts_with(begin)) << outcome.errors;
  EXPECT_TRUE(outcome.errors.ends_with(" of 6 cells\n")) << outcome.errors;
  const auto rows = nlohmann::json::parse(outcome.output);
  EXPECT_EQ(rows.size(), 2 * std::stoull(outcome.errors.substr(begin.size())));
}

TEST_F(CliLeague, CtrlCBeforeTheUnitsAreKnown) {
  const Outcome outcome =
      interrupted("league --trials 1000000 --adversaries uniform --algorithms epoch_sgd", "0.1");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.output, "");
  EXPECT_EQ(outcome.errors,
            "hogtie: interrupted while sequential SGD, which gives the units, was measured; there "
            "are no results yet\n");
}

TEST_F(CliLeague, Help) {
  const std::string help = output_of("league --help");
  for (const char* part : {"--algorithms", "--adversaries", "--hardware", "--plot", "tuned"}) {
    EXPECT_NE(help.find(part), std::string::npos) << part;
  }
}

TEST_F(CliLeague, WrongInput) {
  EXPECT_EQ(error_of("league --algorithms hogwidl"),
            "no algorithm 'hogwidl'; did you mean 'hogwild'? see `hogtie list algorithms`");
  EXPECT_EQ(error_of("league --adversaries swrm"),
            "no adversary 'swrm'; did you mean 'swarm'? see `hogtie list adversaries`");
  EXPECT_TRUE(error_of("league --algorithms asaga").starts_with("algorithm 'asaga' needs "));
  EXPECT_TRUE(error_of("league --set limits.steps=100").starts_with("limits.steps would cut"));
  EXPECT_TRUE(error_of("league --plot heat.pdf").starts_with("cannot draw 'heat.pdf'"));
  EXPECT_TRUE(error_of("league --adversaries uniform --set adversary.burst=3")
                  .starts_with("none of these"));
  EXPECT_TRUE(error_of("league --set success.epsilon=100").starts_with("x_0 is in the success"));
  EXPECT_TRUE(error_of("league --set success.epsilon=0 --set algorithm.iterations=30")
                  .starts_with("sequential_sgd does not reach the success region in 30"));
}

}  // namespace
}  // namespace hogtie
