#include <map>
#include <string>

#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::Cli;
using testing::lines_of;
using testing::Outcome;

class CliWhatIf : public Cli {
 protected:
  // Two workers in turn, f(x) = x^2/2 from 1, step size 1/2, two iterations; tests/sim has what
  // comes of it.
  CliWhatIf() {
    output_of(
        "run --quiet --set workers=2 --set adversary.name=round_robin --set objective.dimension=1 "
        "--set algorithm.step_size=0.5 --set algorithm.iterations=2 --trace t");
  }

  std::map<std::string, nlohmann::json> figures_of(const std::string& arguments) const {
    std::map<std::string, nlohmann::json> figures;
    for (const auto& row : json_of(arguments)) figures[row["figure"]] = row;
    return figures;
  }
};

TEST_F(CliWhatIf, Differences) {
  const auto figures = figures_of("what-if t --stall 0@2+3");
  EXPECT_EQ(figures.at("final_distance")["recorded"], 0);
  EXPECT_EQ(figures.at("final_distance")["changed"], 0.25);
  EXPECT_EQ(figures.at("final_distance")["difference"], 0.25);
  EXPECT_EQ(figures.at("steps")["difference"], 0);
  EXPECT_FALSE(figures.at("hitting_time").contains("changed"));
  EXPECT_FALSE(figures.at("hitting_time").contains("difference"));
  EXPECT_EQ(figures.at("contention_max")["changed"], 1);
  EXPECT_EQ(figures.at("verdict")["changed"], "completed");
}

TEST_F(CliWhatIf, TextForPeople) {
  const auto lines = lines_of(output_of("what-if t --stall 0@2+3 --slow 1@0:1 --trace other"));
  EXPECT_EQ(lines[0], "worker 0 is held back at step 2, until others have taken 3 steps");
  EXPECT_EQ(lines[1], "worker 1 takes one step for each 1 from step 0 on");
  EXPECT_EQ(
      lines[2],
      "from step 5 of the changed run on the recorded schedule is over, and who is left takes "
      "turns");
  EXPECT_EQ(lines[3], "");
  EXPECT_TRUE(lines[4].starts_with("figure ")) << lines[4];
  EXPECT_EQ(lines.back(), "to replay: hogtie replay other");
  EXPECT_EQ(lines_of(output_of("replay other")).back(), "replayed 8 steps: the same, bit for bit");
}

TEST_F(CliWhatIf, UnderAnotherAdversary) {
  const std::string arguments = "what-if t --stall 0@3+0 --then swarm --set adversary.tau=1";
  EXPECT_EQ(lines_of(output_of(arguments))[1], "from step 3 of the changed run on swarm schedules");
}

TEST_F(CliWhatIf, WhereTheAdversaryFails) {
  output_of("run --set workers=2 --set adversary.name=sequential --trace long");
  const Outcome outcome =
      hogtie("what-if t --stall 0@2+0 --then replay --set adversary.trace=long");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(outcome.errors.starts_with("hogtie: the adversary chose worker 0, which has ended"))
      << outcome.errors;
  // More workers than there are cannot be followed.
  output_of("run --set workers=5 --set adversary.name=round_robin --trace five");
  EXPECT_EQ(
      error_of("what-if t --stall 0@2+0 --then replay --set adversary.trace=five --trace out"),
      "'five' schedules 5 workers, and this run has 2; follow a trace of at most as many, or set "
      "workers=5");
}

TEST_F(CliWhatIf, WrongInput) {
  EXPECT_EQ(error_of("what-if"), "no trace is given; name it after the command");
  EXPECT_EQ(
      error_of("what-if t"),
      "nothing is changed; give '--stall' or '--slow', or use `hogtie replay --then` to go on "
      "under another adversary");
  for (const char* const text : {"0", "0@1", "@1+1", "0+1@1", "-1@1+1", "0@1+1+1", "0@1:1"}) {
    EXPECT_EQ(error_of(std::string("what-if t --stall ") + text),
              "option '--stall' takes WORKER@STEP+STEPS in whole numbers, such as 1@5000+200; '" +
                  std::string(text) + "' is not one");
  }
  EXPECT_EQ(error_of("what-if t --slow 0@1+2"),
            "option '--slow' takes WORKER@STEP:FACTOR in whole numbers, such as 1@5000:2; '0@1+2' "
            "is not one");
  EXPECT_EQ(error_of("what-if t --slow 0@1:0"),
            "option '--slow' takes a factor of at least 1, not '0@1:0'; '--stall' holds a worker "
            "back");
  EXPECT_EQ(error_of("what-if t --stall 7@0+1"), "t: no worker 7 to change; there are 0 to 1");
  EXPECT_EQ(error_of("what-if t --stall 0@8+1"),
            "t: no step 8 to begin a change at; it has 8 steps, from 0");
  EXPECT_EQ(error_of("what-if none --stall 0@0+1"),
            "cannot read 'none': No such file or directory; give the path of a trace");
  put("text", "no trace at all");
  EXPECT_EQ(error_of("what-if text --stall 0@0+1"), "text: not a trace; give the path of a trace");
  EXPECT_EQ(error_of("what-if t --stall 0@0+1 --set adversary.tau=3"),
            "'--set' is for the adversary of '--then', which is not given");
}

}  // namespace
}  // namespace hogtie
