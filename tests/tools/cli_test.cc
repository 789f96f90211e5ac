// The program as a user meets it: commands, files, exit statuses.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace hogtie {
namespace {

struct Outcome {
  int status;
  std::string out;
  std::string error;
};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

class Cli : public testing::Test {
 protected:
  void SetUp() override {
    const auto* const info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              ("hogtie-cli-" + std::to_string(getpid()) + "-" + info->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name) const { return folder_ / name; }

  Outcome hogtie(const std::string& arguments) const {
    const std::string error = file("stderr");
    std::FILE* const pipe =
        popen((std::string(HOGTIE_PROGRAM) + " " + arguments + " 2>" + error).c_str(), "r");
    std::string out;
    std::array<char, 4096> buffer;
    std::size_t count = 0;
    while ((count = fread(buffer.data(), 1, buffer.size(), pipe)) > 0) {
      out.append(buffer.data(), count);
    }
    const int status = pclose(pipe);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, out, read_file(error)};
  }

  nlohmann::json json(const std::string& arguments) const {
    const Outcome outcome = hogtie(arguments + " --format json");
    EXPECT_EQ(outcome.status, 0) << outcome.error;
    return nlohmann::json::parse(outcome.out);
  }

  std::filesystem::path folder_;
};

// Sequential EpochSGD on x²/2 in 8 coordinates with α = 0.1: x_t = 0.9^t in each, so that
// ||x_t||² = 8 · 0.81^t <= 0.01 first at t = ceil(ln 800 / -ln 0.81) = ceil(31.72) = 32.
TEST_F(Cli, TheDefaultExperimentReportsWhatItDid) {
  const auto result = json("run --set adversary.name=sequential")[0];
  EXPECT_EQ(result["verdict"], "completed");
  EXPECT_EQ(result["iterations"], 1000);
  // 16 operations and one on the counter an iteration, and one more for each of the 4 workers.
  EXPECT_EQ(result["steps"], 1000 * 17 + 4);
  EXPECT_EQ(result["hitting_time"], 32);
  EXPECT_EQ(result["tau_max"], 0);
  EXPECT_EQ(result["workers"], 4);
}

TEST_F(Cli, EveryRunEndsWithTheCommandThatRepeatsIt) {
  const Outcome first = hogtie("run --set workers=3 --set algorithm.iterations=50 --set seed=7");
  const std::string prefix = "to replay: hogtie ";
  const std::size_t at = first.out.rfind(prefix);
  ASSERT_NE(at, std::string::npos) << first.out;
  const std::string command = first.out.substr(at + prefix.size());
  EXPECT_EQ(command, "run --set algorithm.iterations=50 --set workers=3 --set seed=7\n");
}

TEST_F(Cli, RecordReplayAndRecordAgain) {
  const std::string trace = file("a.trace");
  ASSERT_EQ(hogtie("run --set workers=8 --trace " + trace).status, 0);
  const Outcome replay = hogtie("replay " + trace);
  EXPECT_EQ(replay.status, 0) << replay.error;
  EXPECT_NE(replay.out.find("the same, bit for bit"), std::string::npos) << replay.out;
  ASSERT_EQ(hogtie("run --set workers=8 --trace " + file("b.trace")).status, 0);
  EXPECT_EQ(read_file(trace), read_file(file("b.trace")));
  EXPECT_EQ(hogtie("trace diff " + trace + " " + file("b.trace")).status, 0);
}

TEST_F(Cli, ReplayAPrefixAndGoOn) {
  const std::string trace = file("a.trace");
  ASSERT_EQ(hogtie("run --trace " + trace).status, 0);
  const auto stopped = json("replay " + trace + " --until 500")[0];
  EXPECT_EQ(stopped["verdict"], "stopped");
  EXPECT_EQ(stopped["steps"], 500);
  const std::string other = file("b.trace");
  ASSERT_EQ(hogtie("replay " + trace + " --until 500 --then round_robin --trace " + other).status,
            0);
  EXPECT_EQ(hogtie("replay " + other).status, 0);
  const Outcome difference = hogtie("trace diff " + trace + " " + other);
  EXPECT_EQ(difference.status, 1);
  // The first difference in the schedule lies behind the common prefix.
  const std::size_t at = difference.out.find("step ");
  ASSERT_NE(at, std::string::npos) << difference.out;
  EXPECT_GE(std::stoull(difference.out.substr(at + 5)), 500u);
}

TEST_F(Cli, TraceShowNamesEveryStep) {
  const std::string trace = file("a.trace");
  ASSERT_EQ(hogtie("run --set workers=1 --set objective.dimension=1 --trace " + trace).status, 0);
  const auto steps = json("trace show " + trace + " --from 1 --to 3");
  ASSERT_EQ(steps.size(), 3u);
  // After C: read X = 1, add -0.1, and the next C, which is iteration 1.
  EXPECT_EQ(steps[0]["operation"], "read X[0]");
  EXPECT_EQ(steps[0]["before"], 1.0);
  EXPECT_EQ(steps[1]["operation"], "fetch&add X[0] -0.1");
  EXPECT_EQ(steps[2]["operation"], "fetch&add C[0] 1");
  EXPECT_EQ(steps[2]["before"], "1");  // a counter has any of 64 bits
}

TEST_F(Cli, RequireSuccessIsAnExitStatus) {
  const std::string never = "run --set algorithm.iterations=2 --require-success";
  EXPECT_EQ(hogtie(never).status, 1);
  EXPECT_EQ(hogtie("run --require-success").status, 0);
}

TEST_F(Cli, TrialsHaveSeedsOfTheirOwn) {
  const auto trials = json("run --trials 3 --set objective.noise=0.1");
  ASSERT_EQ(trials.size(), 3u);
  EXPECT_EQ(trials[0]["seed"], "1");
  EXPECT_EQ(trials[2]["seed"], "3");
  EXPECT_NE(trials[0]["final_loss"], trials[1]["final_loss"]);
}

TEST_F(Cli, RealData) {
  const auto result = json("run --set objective.name=logistic --set objective.data.path=" +
                           std::string(HOGTIE_TEST_DATA) +
                           "/breast-cancer.svm --set workers=2 --set algorithm.iterations=100")[0];
  EXPECT_EQ(result["iterations"], 100);
  EXPECT_EQ(result["objective.data.digest"].get<std::string>().size(), 32u);
}

TEST_F(Cli, WrongInputIsOneLineAndStatusTwo) {
  std::ofstream(file("text.trace")) << "no trace\n";
  std::ofstream(file("bad.textproto")) << "workers: 3\nwrokers: 4\n";
  const std::string wrong[] = {
      "run --set adversary.name=swrm",
      "run --set workers=0",
      "run --set adversary.name=uniform --set adversary.tau=3",
      "run --set adversary.name=stale_gradient --set workers=1",
      "run --set objective.name=logistic",
      "run --set objective.name=logistic --set objective.data.path=/nowhere.svm",
      "run " + file("bad.textproto"),
      "run " + file("none.textproto"),
      "run --trace " + file("no/such/folder/a.trace"),
      "run --format yaml",
      "replay " + file("text.trace"),
      "replay " + file("none.trace"),
      "trace info " + file("text.trace"),
      "list adversary",
      "run --no-such-option",
      "",
  };
  for (const std::string& arguments : wrong) {
    const Outcome outcome = hogtie(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.out, "") << arguments;
    EXPECT_TRUE(outcome.error.starts_with("hogtie: ")) << outcome.error;
    EXPECT_EQ(std::count(outcome.error.begin(), outcome.error.end(), '\n'), 1) << outcome.error;
  }
}

TEST_F(Cli, ACutTraceReplaysAsFarAsItGoes) {
  const std::string trace = file("a.trace");
  ASSERT_EQ(hogtie("run --set algorithm.iterations=40000 --trace " + trace).status, 0);
  // 680,004 steps are three chunks; without its last bytes the trace has no footer.
  std::filesystem::resize_file(trace, std::filesystem::file_size(trace) - 5);
  const Outcome info = hogtie("trace info --format json " + trace);
  EXPECT_EQ(info.status, 4) << info.error;
  EXPECT_EQ(nlohmann::json::parse(info.out)[0]["detail"], "the trace was cut short");
  const Outcome replay = hogtie("replay " + trace);
  EXPECT_EQ(replay.status, 4) << replay.error;
}

}  // namespace
}  // namespace hogtie
