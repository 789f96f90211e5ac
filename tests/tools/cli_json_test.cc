#include <algorithm>
#include <string>
#include <vector>

#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::lines_of;
using testing::Outcome;

class CliJson : public testing::Cli {};

/// x_t = (-2)^t, which is inf at t = 1024, and NaN after that.
const std::string kDoubling =
    " --set objective.dimension=1 --set workers=1 --set algorithm.step_size=3 "
    "--set algorithm.iterations=2000";

// Whether a value may exceed 2^53 the range of its setting says: limits.steps and step may, workers
// and iterations may not.
TEST_F(CliJson, SettingsHaveTheTypesOfTheirFields) {
  const auto run = json_of(
      "run --set workers=2 --set limits.steps=500 --set objective.dimension=2 "
      "--set objective.curvature=1,2 --set 'adversary.crashes={worker: 1 step: 400}'")[0];
  EXPECT_EQ(run["workers"], 2);
  EXPECT_EQ(run["algorithm.iterations"], 1000);
  EXPECT_EQ(run["algorithm.step_size"], 0.1);
  EXPECT_EQ(run["limits.steps"], "500");
  EXPECT_EQ(run["seed"], "1");
  EXPECT_EQ(run["machine.kind"], "SIMULATED");
  EXPECT_EQ(run["objective.curvature"], nlohmann::json::parse("[1, 2]"));
  EXPECT_EQ(run["adversary.crashes"], nlohmann::json::parse(R"([{"worker": 1, "step": "400"}])"));
  EXPECT_FALSE(run.contains("adversary.tau_max"));
  EXPECT_FALSE(run.contains("adversary.members"));
  const auto members = json_of(
      "run --set adversary=portfolio --set \"adversary.members={name: 'swarm' tau: 3}, {name: "
      "'uniform'}\"")[0]["adversary.members"];
  EXPECT_EQ(members[0]["name"], "swarm");
  EXPECT_EQ(members[0]["tau"], 3);
  EXPECT_EQ(members[1]["name"], "uniform");
}

TEST_F(CliJson, NumbersThatAreNotFiniteAreTexts) {
  const Outcome outcome = hogtie("run --format json --trace t" + kDoubling);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.errors,
            "hogtie: the run left the range of doubles: X[0] is nan at the end of the run; set a "
            "smaller algorithm.step_size\n");
  const auto run = nlohmann::json::parse(outcome.output)[0];
  EXPECT_EQ(run["verdict"], "not finite");
  EXPECT_EQ(run["final_loss"], "nan");
  EXPECT_EQ(run["detail"], "X[0] is nan at the end of the run; set a smaller algorithm.step_size");
  // The same again is what a replay is for; another end is a run of its own.
  EXPECT_EQ(hogtie("replay t").status, 0);
  EXPECT_EQ(hogtie("replay t --until 5000 --then uniform").status, 1);
  EXPECT_EQ(hogtie("what-if t --stall 0@3+1").status, 1);
  EXPECT_EQ(json_of("certify t").back()["note"], "the run stays finite");
}

TEST_F(CliJson, ManyRunsSayHowManyLeftTheRange) {
  const Outcome outcome = hogtie("run --trials 3 --format json" + kDoubling);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.errors,
            "hogtie: 3 of 3 trials left the range of doubles, first that of seed 1: X[0] is nan at "
            "the end of the run; set a smaller algorithm.step_size\n");
  const auto trials = json_of("trials --trials 3" + kDoubling);
  EXPECT_EQ(trials["not_finite"], 3);
  EXPECT_EQ(trials["cut_short"], 0);
  EXPECT_EQ(trials["failures"], 3);
  EXPECT_FALSE(trials.contains("final_loss"));
  EXPECT_EQ(trials["worst"]["final_loss"], "nan");
  const std::string text = output_of("trials --trials 3" + kDoubling);
  EXPECT_NE(text.find("not finite"), std::string::npos) << text;
  EXPECT_EQ(text.find("nan ["), std::string::npos) << text;
  // One trial gives a mean, and no interval.
  const auto one = json_of("trials --trials 1")["final_loss"];
  EXPECT_TRUE(one.contains("mean"));
  EXPECT_FALSE(one.contains("low") || one.contains("high"));
}

bool has_null(const nlohmann::json& json) {
  if (json.is_null()) return true;
  if (!json.is_structured()) return false;
  return std::any_of(json.begin(), json.end(), has_null);
}

// Odd experiments: without iterations that end, without delays, without x*, and of NaN.
TEST_F(CliJson, EveryCommandWritesOneDocumentWithoutNull) {
  ASSERT_EQ(hogtie("run --set workers=2 --trace t").status, 0);
  ASSERT_EQ(hogtie("run --set workers=2 --set limits.steps=1 --trace short").status, 0);
  const std::vector<std::string> kCommands{
      "run" + kDoubling,
      "run --set limits.steps=1",
      "run --set algorithm.name=leashed_sgd --set algorithm.iterations=3",
      "run --set machine=threads --set workers=2 --set algorithm.iterations=50",
      "trials --trials 2" + kDoubling,
      "trials --trials 1 --set limits.steps=1",
      "replay t",
      "replay short",
      "replay t --on threads",
      "trace info t",
      "trace show t --to 3",
      "certify t short",
      "certify --trials 2" + kDoubling,
      "certify --trials 1 --set limits.steps=1",
      "what-if t --stall 0@3+1",
      "fit t --out histogram",
      "bound --c 1 --L 1 --M 1 --d 1 --n 1 --tau-max 0 --epsilon 1e30 --alpha 1e-30",
      "price --tau 1 --workers 2 --alpha 0.1,3 --trials 1 --set algorithm.iterations=10",
      "compare --simulated uniform --hardware threads=2 --trials 1 --set algorithm.step_size=3 "
      "--set algorithm.iterations=50",
      "league --algorithms epoch_sgd --adversaries uniform --trials 1 "
      "--set algorithm.iterations=50 --set success.epsilon=1",
      "train " HOGTIE_TEST_DATA "/breast-cancer.svm --epochs 1",
      "list adversaries"};
  for (const std::string& command : kCommands) {
    const Outcome outcome = hogtie(command + " --format json");
    EXPECT_LE(outcome.status, 1) << command << '\n' << outcome.errors;
    const auto json = nlohmann::json::parse(outcome.output, nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << command << '\n' << outcome.output;
    EXPECT_FALSE(has_null(json)) << command << '\n' << outcome.output;
  }
}

TEST_F(CliJson, APathThatIsNoUtf8) {
  ASSERT_EQ(hogtie("run --set workers=2 --trace 'a\xff'").status, 0);
  EXPECT_EQ(json_of("replay 'a\xff'")[0]["verdict"], "completed");
  EXPECT_EQ(json_of("certify 'a\xff'")[0]["trace"], "a\xef\xbf\xbd");
}

}  // namespace
}  // namespace hogtie
