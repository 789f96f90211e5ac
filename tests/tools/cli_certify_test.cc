#include <algorithm>
#include <fstream>
#include <string>

#include "tests/sim/replay_testing.h"
#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::Cli;
using testing::lines_of;
using testing::Outcome;

class CliCertify : public Cli {};

TEST_F(CliCertify, Traces) {
  output_of("run --set workers=8 --set adversary.name=max_delay --trace a.trace");
  output_of("run --set workers=3 --set adversary.name=sequential --trace b.trace");
  const std::string output = output_of("certify a.trace b.trace");
  EXPECT_TRUE(
      output.starts_with("a.trace\n  experiment  hogtie run --set workers=8 "
                         "--set adversary.name=max_delay\n"))
      << output;
  // The contention is driven to τ = 64, one iteration stalls: its start is followed by 63 others,
  // where 2 sqrt(64 * 8) = 45.25.
  EXPECT_EQ(lines_of(output).back(),
            "largest excess over 2 sqrt(tau_max n): factor 1.39212, delay sum by start, in "
            "a.trace");
  const auto json = json_of("certify a.trace b.trace");
  EXPECT_EQ(json[0]["trace"], "a.trace");
  EXPECT_EQ(json.back()["trace"], "b.trace");
  const auto sum = std::find_if(json.begin(), json.end(), [](const auto& row) {
    return row["what"] == "delay sum by end, n - 1";
  });
  ASSERT_NE(sum, json.end());
  EXPECT_EQ((*sum)["statement"], "6");
  EXPECT_EQ((*sum)["measured"], 7);
  EXPECT_EQ((*sum)["bound"], 7);
  EXPECT_EQ((*sum)["verdict"], "holds");
  EXPECT_EQ(lines_of(output_of("certify a.trace --format csv"))[0],
            "trace,statement,what,measured,bound,factor,verdict,at,note");
}

TEST_F(CliCertify, Trials) {
  const std::string command =
      "certify --trials 40 --set workers=3 --set objective.dimension=1 --set objective.noise=0.2 "
      "--set algorithm.step_size=0.05 --set success.epsilon=0.1 --set algorithm.iterations=60";
  const std::string output = output_of(command);
  EXPECT_NE(output.find("\nstatements on single executions, of 40 trials\n"), std::string::npos);
  EXPECT_NE(output.find("\nstatements on trials together, confidence 0.95\n"), std::string::npos);
  EXPECT_NE(output.find("\nmean moves from t to t + 1"), std::string::npos);
  const auto json = json_of(command + " --threads 2");
  EXPECT_EQ(json.front()["trial"].is_number(), true);
  EXPECT_FALSE(json.back().contains("trial"));
  EXPECT_EQ(json, json_of(command + " --threads 1"));
}

TEST_F(CliCertify, WhatDoesNotReplayExitsWith1) {
  output_of("run --set workers=2 --set objective.dimension=1 --trace t");
  testing::claim(path("t"), path("forged"), {"objective.initial=0.5"});
  const Outcome forged = hogtie("certify forged");
  EXPECT_EQ(forged.status, 1);
  EXPECT_TRUE(forged.errors.starts_with("hogtie: forged: the replay diverged: ")) << forged.errors;
  EXPECT_NE(forged.output.find("\n  verdict     diverged"), std::string::npos) << forged.output;
}

// What is left of a run that died is certified so far.
TEST_F(CliCertify, ATraceCutShort) {
  output_of("run --set workers=2 --set algorithm.iterations=50000 --trace t");
  const std::string bytes = testing::content(path("t"));
  std::ofstream(path("cut"), std::ios::binary) << bytes.substr(0, bytes.size() - 1);
  const testing::Outcome outcome = hogtie("certify cut --format json");
  EXPECT_EQ(outcome.status, 4);
  EXPECT_TRUE(outcome.errors.ends_with(", and its end is missing\n")) << outcome.errors;
  const auto json = nlohmann::json::parse(outcome.output);
  EXPECT_EQ(json[1]["what"], "average contention");
  EXPECT_EQ(json[1]["verdict"], "holds");
}

TEST_F(CliCertify, WrongInput) {
  EXPECT_EQ(error_of("certify"),
            "no trace is given; name one or more, or certify trials with '--trials N'");
  EXPECT_EQ(error_of("certify t --set workers=2"),
            "'--set' is for '--trials N', which is not given");
  EXPECT_EQ(error_of("certify t --threads 2"),
            "'--threads' is for '--trials N', which is not given");
  EXPECT_EQ(error_of("certify --trials 2 --force"),
            "'--force' is for traces, '--trials' for an experiment");
  EXPECT_EQ(error_of("certify --trials 0"),
            "option '--trials' takes an integer, 1 to 1000000000; '0' is not one");
  EXPECT_NE(error_of("certify missing.trace").find("missing.trace"), std::string::npos);
  EXPECT_NE(error_of("certify --trials 2 --set wrokers=2").find("did you mean 'workers'?"),
            std::string::npos);
}

TEST_F(CliCertify, Help) {
  const std::string help = output_of("certify --help");
  EXPECT_NE(help.find("hogtie certify run.trace"), std::string::npos);
  EXPECT_NE(help.find("premise not met"), std::string::npos);
}

}  // namespace
}  // namespace hogtie
