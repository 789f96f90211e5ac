#include <algorithm>
#include <string>

#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::Cli;
using testing::lines_of;
using testing::Outcome;

class CliTrials : public Cli {};

const std::string kNoisy =
    "trials --quiet --set workers=3 --set objective.dimension=1 --set objective.noise=1 "
    "--set algorithm.iterations=30 --set success.epsilon=0.001 --set seed=4";

TEST_F(CliTrials, TextForPeople) {
  const std::string output = output_of(kNoisy + " --trials 150");
  const auto lines = lines_of(output);
  EXPECT_EQ(lines.front(), "experiment");
  EXPECT_NE(output.find("\nresult, intervals of confidence 0.95\n"), std::string::npos) << output;
  EXPECT_NE(output.find("\nworst trial\n"), std::string::npos) << output;
  EXPECT_NE(lines.back().find(": hogtie run "), std::string::npos) << lines.back();
}

TEST_F(CliTrials, TheSameOutputForAnyNumberOfThreads) {
  for (const std::string format : {"text", "json", "csv"}) {
    const std::string command = kNoisy + " --trials 300 --format " + format + " --threads ";
    const std::string alone = output_of(command + "1");
    EXPECT_EQ(output_of(command + "2"), alone);
    EXPECT_EQ(output_of(command + "8"), alone);
  }
}

TEST_F(CliTrials, Json) {
  const auto json = json_of(kNoisy + " --trials 200 --confidence 0.9");
  EXPECT_EQ(json["trials"], 200);
  EXPECT_EQ(json["end"], "all run");
  EXPECT_EQ(json["experiment"]["workers"], 3);
  const double failures = json["failures"];
  const auto& probability = json["failure_probability"];
  EXPECT_DOUBLE_EQ(probability["value"], failures / 200);
  EXPECT_LT(probability["low"], probability["value"]);
  EXPECT_GT(probability["high"], probability["value"]);
  EXPECT_EQ(json["hitting_time"]["censored"], json["failures"]);
  EXPECT_EQ(json["squared_distance"][0]["t"], 0);
  EXPECT_EQ(json["squared_distance"][0]["mean"], 1);
  EXPECT_EQ(json["squared_distance"].back()["t"], 30);
  EXPECT_EQ(json["contention"]["count"], 200 * 30);
  EXPECT_EQ(json["delay_by_end"]["count"], 200 * 30);
}

TEST_F(CliTrials, OfAModelThatIsNotInXThereAreNoDelays) {
  const std::string leashed = kNoisy + " --set algorithm.name=leashed_sgd --trials 3";
  const auto json = json_of(leashed);
  EXPECT_EQ(json["contention"]["count"], 3 * 30);
  EXPECT_FALSE(json.contains("delay_by_end"));
  EXPECT_EQ(output_of(leashed).find("delay_by_end"), std::string::npos);
  EXPECT_NE(output_of(kNoisy + " --trials 3").find("delay_by_end"), std::string::npos);
}

TEST_F(CliTrials, TheWorstTrialIsRunAgainAndRecorded) {
  const auto worst = json_of(kNoisy + " --trials 200 --worst-trace worst.trace")["worst"];
  const std::string command = worst["replay"];
  ASSERT_TRUE(command.starts_with("hogtie run ")) << command;
  const auto run = json_of(command.substr(std::string("hogtie ").size()))[0];
  EXPECT_EQ(run["final_distance"], worst["final_distance"]);
  EXPECT_FALSE(run.contains("hitting_time") || worst.contains("hitting_time"));  // it missed
  EXPECT_EQ(run["seed"], worst["seed"]);
  const auto replayed = json_of("replay worst.trace")[0];
  EXPECT_EQ(replayed["final_distance"], worst["final_distance"]);
}

TEST_F(CliTrials, Csv) {
  const auto lines = lines_of(output_of(kNoisy + " --trials 20 --format csv"));
  EXPECT_EQ(lines[0], "quantity,t,trials,value,low,high");
  EXPECT_TRUE(lines[1].starts_with("failure_probability,,20,")) << lines[1];
  for (const std::string& line : lines) EXPECT_EQ(std::count(line.begin(), line.end(), ','), 5);
  EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
    return line.starts_with("squared_distance,0,20,1,1,1");
  }));
}

TEST_F(CliTrials, StopsOnATargetWidth) {
  const auto json = json_of(kNoisy + " --trials 100000 --target-width 0.2");
  EXPECT_EQ(json["end"], "narrow enough");
  EXPECT_EQ(json["trials"].get<int>() % 128, 0);
  const auto& probability = json["failure_probability"];
  EXPECT_LE(probability["high"].get<double>() - probability["low"].get<double>(), 0.2);
}

TEST_F(CliTrials, CtrlCKeepsWhatIsDone) {
  const Outcome outcome = interrupted(kNoisy + " --trials 100000000", "0.3");
  const std::string& said = outcome.errors;
  ASSERT_TRUE(said.starts_with("hogtie: interrupted after ")) << said;
  EXPECT_NE(outcome.output.find(" of 100000000 (interrupted)"), std::string::npos);
  const std::uint64_t done =
      std::stoull(said.substr(std::string("hogtie: interrupted after ").size()));
  const std::string go_on = "to go on: hogtie ";
  ASSERT_NE(said.find(go_on), std::string::npos);
  std::string resume = said.substr(said.find(go_on) + go_on.size());
  resume.pop_back();
  const std::string all = " --trials " + std::to_string(done + 100);
  EXPECT_EQ(json_of(resume + all), json_of(kNoisy + all));
  // And once more, to the same number: all are done.
  EXPECT_EQ(json_of(resume + all), json_of(kNoisy + all));
  // With the settings, which are the same, and with others.
  const std::string file = resume.substr(resume.find("trials-"));
  EXPECT_EQ(json_of(kNoisy + all + " --resume " + file), json_of(kNoisy + all));
  EXPECT_EQ(error_of(kNoisy + " --set workers=2 --resume " + file),
            file +
                ": its trials are of another experiment, with workers=3 where this has 2; leave "
                "the settings out to go on with that one");
}

TEST_F(CliTrials, AFailingAdversaryIsReported) {
  // Worker 0 alone, for more steps than it has here.
  output_of(
      "run --quiet --set workers=2 --set adversary=sequential --set objective.dimension=1 "
      "--set algorithm.iterations=300000 --trace long.trace");
  const Outcome outcome =
      hogtie("trials --set workers=2 --set adversary.name=replay --set adversary.trace=long.trace");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(outcome.errors.starts_with(
      "hogtie: trial 0: the adversary chose worker 0, which has ended, "))
      << outcome.errors;
}

TEST_F(CliTrials, WrongInput) {
  EXPECT_EQ(error_of("trials --trials 0"),
            "option '--trials' takes an integer, 1 to 1000000000; '0' is not one");
  EXPECT_EQ(error_of("trials --threads 0"),
            "option '--threads' takes an integer, 1 to 1024; '0' is not one");
  EXPECT_EQ(error_of("trials --target-width 2"),
            "option '--target-width' takes a number, 0 to 1; '2' is not one");
  EXPECT_EQ(error_of("trials --confidence 1"),
            "option '--confidence' takes a number between 0 and 1, such as 0.95");
  EXPECT_EQ(error_of("trials --resume missing.state"),
            "cannot read 'missing.state': No such file or directory; give the file that "
            "interrupted trials have left");
  EXPECT_EQ(error_of("trials --worst-trace nowhere/t"),
            "cannot write 'nowhere/t': No such file or directory; create its directory or "
            "give another path");
  EXPECT_NE(error_of("trials missing.textproto").find("cannot read 'missing.textproto'"),
            std::string::npos);
  EXPECT_NE(error_of("trials --set wrokers=2").find("did you mean 'workers'?"), std::string::npos);
}

TEST_F(CliTrials, Help) {
  const std::string help = output_of("trials --help");
  EXPECT_NE(help.find("hogtie trials --resume "), std::string::npos);
  EXPECT_NE(help.find("--target-width"), std::string::npos);
}

}  // namespace
}  // namespace hogtie
