#include <filesystem>
#include <string>

#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::Cli;
using testing::lines_of;
using testing::Outcome;

// Two workers in turn, f(x) = x^2/2 from 1, step size 1/2, two iterations:
//   step   0  1  2  3  4    5    6  7
//   worker 0  1  0  1  0    1    0  1
//   does   C  C  r  r  u    u    C  C
const std::string kRecord =
    "run --quiet --set workers=2 --set adversary.name=round_robin --set objective.dimension=1 "
    "--set algorithm.step_size=0.5 --set algorithm.iterations=2 --trace t";

class CliTrace : public Cli {
 protected:
  CliTrace() { output_of(kRecord); }

  /// Exits with 1, and says why on the first line of its errors.
  std::string failure_of(const std::string& arguments) const {
    const Outcome outcome = hogtie(arguments);
    EXPECT_EQ(outcome.status, 1);
    return outcome.errors;
  }
};

TEST_F(CliTrace, ReplayDoesTheSame) {
  const std::string output = output_of("replay t");
  EXPECT_EQ(lines_of(output).back(), "replayed 8 steps: the same, bit for bit");
  const auto replayed = json_of("replay t")[0];
  const auto recorded = json_of(kRecord)[0];
  for (const char* key : {"verdict", "steps", "iterations", "final_distance", "seed", "tau_max"}) {
    EXPECT_EQ(replayed[key], recorded[key]) << key;
  }
  EXPECT_EQ(replayed["replay"], "hogtie replay t");
}

TEST_F(CliTrace, ReplayOfAPrefix) {
  const std::string output = output_of("replay t --until 3");
  EXPECT_EQ(
      lines_of(output).back(),
      "replayed 3 steps: every operation is the same; registers are compared at checkpoints, and "
      "there is none so early");
  EXPECT_EQ(json_of("replay t --until 3")[0]["verdict"], "stopped");
}

TEST_F(CliTrace, ReplayPastTheEnd) {
  EXPECT_EQ(lines_of(output_of("replay t --until 9")).back(),
            "replayed 8 steps: the same, bit for bit; the trace ends before step 9");
  EXPECT_EQ(lines_of(output_of("replay t --until 9 --then sequential")).back(),
            "replayed 8 steps, after which nothing was left to schedule for sequential; the trace "
            "ends before step 9");
}

TEST_F(CliTrace, ReplayGoesOnOtherwise) {
  const auto lines = lines_of(output_of("replay t --until 3 --then sequential --trace other"));
  EXPECT_EQ(lines.back(), "to replay: hogtie replay other");
  EXPECT_EQ(lines[lines.size() - 2], "replayed 3 steps, then went on under sequential");
  // 0 1 0 as recorded, then worker 0 to its end: an update, C; then worker 1: read, update, C.
  const auto rows = json_of("trace show other");
  std::string workers;
  for (const auto& row : rows) workers += std::to_string(row["worker"].get<int>());
  EXPECT_EQ(workers, "01000111");
  output_of("replay other");
}

TEST_F(CliTrace, ReplayThatGoesOnUnderAFailingAdversary) {
  output_of("run --set workers=2 --set adversary.name=sequential --trace long");
  const std::string failure =
      failure_of("replay t --until 2 --then replay --set adversary.trace=long");
  EXPECT_TRUE(
      failure.starts_with("hogtie: the adversary chose worker 0, which has ended, at step "))
      << failure;
  output_of("run --set workers=5 --set adversary.name=round_robin --trace five");
  EXPECT_EQ(
      error_of("replay t --until 2 --then replay --set adversary.trace=five --trace out"),
      "'five' schedules 5 workers, and this run has 2; follow a trace of at most as many, or set "
      "workers=5");
}

TEST_F(CliTrace, Info) {
  const std::string output = output_of("trace info t");
  EXPECT_TRUE(output.starts_with("trace\n")) << output;
  EXPECT_NE(output.find("\n  steps    8\n"), std::string::npos) << output;
  EXPECT_NE(output.find("\n  whole    yes\n"), std::string::npos) << output;
  const auto info = json_of("trace info t")[0];
  EXPECT_EQ(info["verdict"], "completed");
  EXPECT_EQ(info["steps"], 8);
  EXPECT_EQ(info["adversary.name"], "round_robin");
  // A trace does not tell how long its run took.
  EXPECT_FALSE(info.contains("seconds"));
  EXPECT_EQ(output.find("steps_per_second"), std::string::npos) << output;
}

TEST_F(CliTrace, Show) {
  const auto lines = lines_of(output_of("trace show t --format csv"));
  EXPECT_EQ(lines,
            (std::vector<std::string>{
                "step,worker,iteration,operation,before,applied", "0,0,0,fetch&add C[0] 1,0,yes",
                "1,1,1,fetch&add C[0] 1,1,yes", "2,0,0,read X[0],1,yes", "3,1,1,read X[0],1,yes",
                "4,0,0,fetch&add X[0] -0.5,1,yes", "5,1,1,fetch&add X[0] -0.5,0.5,yes",
                "6,0,,fetch&add C[0] 1,2,yes", "7,1,,fetch&add C[0] 1,3,yes"}));
}

TEST_F(CliTrace, ShowSomeSteps) {
  const auto rows = json_of("trace show t --from 2 --to 4");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["step"], 2);
  EXPECT_EQ(rows[2]["step"], 4);
  EXPECT_EQ(rows[2]["iteration"], 0);
  EXPECT_EQ(json_of("trace show t --from 7").size(), 1u);
  EXPECT_EQ(json_of("trace show t --to 18446744073709551615").size(), 8u);
  EXPECT_EQ(error_of("trace show t --from 8"),
            "t: no step 8: the run has 8 steps, numbered from 0; give a smaller '--from'");
  EXPECT_EQ(json_of("trace show t --to 0").size(), 1u);
  EXPECT_EQ(error_of("trace show t --from 3 --to 2"),
            "no steps from 3 to 2: '--from' is after '--to'");
}

TEST_F(CliTrace, DiffOfTheSame) {
  std::filesystem::copy_file(path("t"), path("copy"));
  EXPECT_EQ(output_of("trace diff t copy"), "the same 8 steps\n");
}

TEST_F(CliTrace, DiffOfSchedules) {
  output_of("replay t --until 3 --then sequential --trace other");
  const Outcome outcome = hogtie("trace diff t other");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.errors, "");
  // Step 3: worker 1 in turn; worker 0 goes on.
  EXPECT_EQ(lines_of(outcome.output).back(), "step 3: worker 1 | worker 0");
  EXPECT_NE(outcome.output.find("adversary.name: round_robin | sequential\n"), std::string::npos)
      << outcome.output;
}

TEST_F(CliTrace, DiffOfLengths) {
  output_of(kRecord + "2 --set limits.steps=5");  // into t2
  const Outcome outcome = hogtie("trace diff t t2");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(lines_of(outcome.output).back(), "step 5: worker 1 | the end");
}

TEST_F(CliTrace, DiffOfValues) {
  output_of(kRecord + "2 --set algorithm.step_size=0.25");
  const Outcome outcome = hogtie("trace diff t t2");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.output.find("the final state differs after the same 8 steps\n"),
            std::string::npos)
      << outcome.output;
}

TEST_F(CliTrace, BrokenTraces) {
  put("empty", "");
  put("text", "workers: 3\n");
  const std::string whole = testing::content(path("t"));
  put("first_line", whole.substr(0, 15));
  std::string flipped = whole;
  flipped[flipped.size() - 5] = static_cast<char>(flipped[flipped.size() - 5] ^ 4);
  put("flipped", flipped);
  for (const char* command : {"replay ", "trace info ", "trace show ", "trace diff t "}) {
    SCOPED_TRACE(command);
    const std::string begin(command);
    EXPECT_EQ(error_of(begin + "missing"),
              "cannot read 'missing': No such file or directory; give the path of a trace");
    EXPECT_EQ(error_of(begin + "empty"), "empty: the file is empty; give the path of a trace");
    EXPECT_EQ(error_of(begin + "text"), "text: not a trace; give the path of a trace");
    EXPECT_EQ(error_of(begin + "first_line"),
              "first_line: the trace ends before its header; record it again");
    EXPECT_NE(error_of(begin + "flipped").find("the file is damaged"), std::string::npos);
    EXPECT_EQ(hogtie(begin + ".").status, 2);
  }
}

TEST_F(CliTrace, ATraceWithoutItsEnd) {
  // Without the footer: the last frame begins 16 bytes before its payload, of which the size is not
  // known here; cutting one byte is enough.
  const std::string whole = testing::content(path("t"));
  put("cut", whole.substr(0, whole.size() - 1));
  const std::string missing =
      "hogtie: cut: the trace is cut short: it goes up to step 8, and its end is missing\n";
  const auto cut_output_of = [&](const std::string& arguments) {
    const Outcome outcome = hogtie(arguments);
    EXPECT_EQ(outcome.status, 4) << arguments;
    EXPECT_EQ(outcome.errors, missing) << arguments;
    return outcome.output;
  };
  const auto cut_json_of = [&](const std::string& arguments) {
    return nlohmann::json::parse(cut_output_of(arguments + " --format json"));
  };
  const auto info = cut_json_of("trace info cut")[0];
  EXPECT_EQ(info["verdict"], "stopped");
  EXPECT_EQ(info["detail"], "the trace was cut short");
  EXPECT_FALSE(info.contains("iterations"));  // is in the part that is missing, as is
  EXPECT_FALSE(info.contains("tau_max"));
  EXPECT_EQ(info["steps"], 8);
  EXPECT_NE(cut_output_of("trace info cut").find("\n  whole    no, cut short\n"),
            std::string::npos);
  EXPECT_EQ(cut_json_of("replay cut")[0]["verdict"], "stopped");
  EXPECT_EQ(cut_json_of("trace show cut").size(), 8u);
  cut_output_of("replay cut --until 9");
  cut_output_of("replay cut --on threads");
  cut_output_of("certify cut");
  cut_output_of("what-if cut --stall 0@2+1");
  cut_output_of("fit cut --out fitted");
  cut_output_of("trace diff cut cut");
  // What is there can be asked for.
  output_of("replay cut --until 8");
  output_of("trace show cut --to 6");
  EXPECT_EQ(lines_of(hogtie("trace diff t cut").output).back(), "end: completed | missing");
  // The first frame, the header, begins with the size of its payload.
  const auto* const header = reinterpret_cast<const unsigned char*>(whole.data() + 15);
  put("nothing", whole.substr(0, 15 + 16 + header[0] + std::size_t{256} * header[1]));
  const Outcome nothing = hogtie("replay nothing");
  EXPECT_EQ(nothing.status, 4);
  EXPECT_EQ(nothing.errors,
            "hogtie: nothing: the trace is cut short: it goes up to step 0, and its end is "
            "missing\n");
  const Outcome longer = hogtie("replay nothing --then sequential");
  EXPECT_EQ(longer.status, 4);
  EXPECT_EQ(longer.errors, "hogtie: note: sequential went on from step 0\n" + nothing.errors);
  EXPECT_EQ(hogtie("replay cut --then sequential").status, 4);
  EXPECT_EQ(hogtie("replay cut --until 7 --then sequential").status, 0);
  const Outcome followed =
      hogtie("run --set workers=2 --set adversary=replay --set adversary.trace=cut");
  const Outcome trials =
      hogtie("trials --trials 1 --set workers=2 --set adversary=replay --set adversary.trace=cut");
  EXPECT_TRUE(trials.errors.starts_with("hogtie: note: cut: the trace that is followed is cut"))
      << trials.errors;
  EXPECT_NE(followed.errors.find("note: cut: the trace that is followed is cut short"),
            std::string::npos)
      << followed.errors;
}

TEST_F(CliTrace, ThroughAPipe) {
  const std::vector<std::string> replayed = lines_of(output_of("replay t"));
  const std::vector<std::string> piped = lines_of(piped_to("cat t", "replay -").output);
  ASSERT_FALSE(piped.empty());
  EXPECT_EQ(piped.back(), replayed.back());
  for (const char* const command :
       {"certify -", "trace info -", "trace show -", "trace diff t -", "replay - --then sequential",
        "what-if - --stall 0@2+1", "fit - --out fitted --processors 2", "replay /dev/stdin"}) {
    const Outcome outcome = piped_to("cat t", command);
    EXPECT_EQ(outcome.status, 0) << command;
    EXPECT_EQ(outcome.errors, "") << command;
  }
  EXPECT_EQ(piped_to("mkfifo f && { cat t > f & } && true", "replay f").status, 0);
}

TEST_F(CliTrace, APipeThatBringsNoTrace) {
  EXPECT_EQ(piped_to("cat /dev/zero", "replay -").errors,
            "hogtie: standard input: not a trace; give the path of a trace\n");
  EXPECT_EQ(piped_to("true", "replay -").errors,
            "hogtie: standard input: the file is empty; give the path of a trace\n");
  EXPECT_EQ(error_of("trace info /dev/zero"), "/dev/zero: not a trace; give the path of a trace");
  EXPECT_EQ(error_of("trace info /dev/null"),
            "/dev/null: the file is empty; give the path of a trace");
  EXPECT_EQ(
      error_of("run --set workers=2 --set adversary.name=replay --set adversary.trace=/dev/zero"),
      "cannot read '/dev/zero': it is no regular file; give the path of a trace");
  const Outcome nowhere = piped_to("cat t", "trace info -", "TMPDIR=/nowhere ");
  EXPECT_EQ(nowhere.status, 2);
  EXPECT_TRUE(nowhere.errors.starts_with("hogtie: TMPDIR, where temporary files go, is '/nowhere'"))
      << nowhere.errors;
}

TEST_F(CliTrace, Damaged) {
  // The chunk, which is read after the run has begun.
  std::string bytes = testing::content(path("t"));
  const auto* const header = reinterpret_cast<const unsigned char*>(bytes.data() + 15);
  const std::size_t chunk = 15 + 16 + header[0] + std::size_t{256} * header[1];
  bytes[chunk + 20] = static_cast<char>(bytes[chunk + 20] ^ 1);
  put("damaged", bytes);
  const std::string error = "damaged: frame 1 at byte " + std::to_string(chunk) +
                            ": checksum mismatch; the file is damaged, record the trace again";
  for (const char* const command :
       {"replay damaged", "replay damaged --then sequential", "what-if damaged --stall 0@2+1",
        "fit damaged --out fitted", "fit t --held-out damaged --out fitted --force",
        "certify damaged", "replay damaged --on threads", "trace show damaged",
        "run --set workers=2 --set adversary.name=replay --set adversary.trace=damaged",
        "trials --trials 2 --set workers=2 --set adversary.name=replay --set "
        "adversary.trace=damaged"}) {
    const Outcome outcome = hogtie(command);
    EXPECT_EQ(outcome.status, 2) << command;
    EXPECT_EQ(outcome.errors, "hogtie: " + error + '\n') << command;
  }
}

TEST_F(CliTrace, DiffOfWhatIsRecordedAtTheEnd) {
  // The iterates are 1, 0.5 and 0: within 0.01 from the second on, within 0.9 from the first on.
  output_of(kRecord + "2 --set success.epsilon=0.9");
  const Outcome outcome = hogtie("trace diff t t2");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(lines_of(outcome.output).back(), "result hitting_time: 2 | 1");
}

TEST_F(CliTrace, WrongUsage) {
  EXPECT_EQ(error_of("replay"), "no trace is given; name it after the command");
  EXPECT_EQ(error_of("replay t t"), "one argument too many: 't'");
  EXPECT_EQ(error_of("trace diff t"), "no second trace is given; name it after the command");
  EXPECT_EQ(error_of("replay t --trace u"),
            "'--trace' records a run that '--then' continues; '--then' is not given");
  EXPECT_EQ(error_of("replay t --then uniform --trace nowhere/u"),
            "cannot write 'nowhere/u': No such file or directory; create its directory or "
            "give another path");
}

}  // namespace
}  // namespace hogtie
