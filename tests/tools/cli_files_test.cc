#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "core/system/threads.h"
#include "sim/studies/run/run.h"
#include "tests/sim/replay_testing.h"
#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::Cli;
using testing::content;
using testing::lines_of;
using testing::Outcome;

const std::string kRun = "run --set algorithm.iterations=50";

/// What commands do with the files that they write.
class CliFiles : public Cli {
 protected:
  void SetUp() override {
    put("data.svm", "1 1:1 2:-1\n-1 1:-2\n1 2:1\n-1 1:-1 2:1\n");
    put("e.textproto", "workers: 2\n");
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path(""))) {
      names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
  }

  bool is_model(const std::string& name) const {
    const std::string text = content(path(name));
    return text.starts_with("solver_type L2R_LR\n") && text.ends_with("\n") &&
           lines_of(text).size() == 8;  // six lines before the two weights
  }
};

TEST_F(CliFiles, OutputsThatAreInputsAreRefused) {
  ASSERT_EQ(hogtie(kRun + " --trace t").status, 0);
  const std::string trace = content(path("t"));
  put("t.partial", trace);
  std::filesystem::create_symlink("t", path("link"));
  std::filesystem::create_hard_link(path("data.svm"), path("other.svm"));
  const auto same = [](const std::string& option, const std::string& output,
                       const std::string& what, const std::string& input) {
    return "'--" + option + "' '" + output + "' would replace " + what + " '" + input +
           "', which is the same file; give another path";
  };
  EXPECT_EQ(error_of("what-if t --stall 0@1+1 --trace t"), same("trace", "t", "the trace", "t"));
  EXPECT_EQ(error_of("replay t --then uniform --trace link"),
            same("trace", "link", "the trace", "t"));
  EXPECT_EQ(error_of("replay t.partial --then uniform --trace t"),
            "'--trace' 't' would first be written to 't.partial', which is the trace; give another "
            "path");
  EXPECT_EQ(error_of("fit t --out ./t"), same("out", "./t", "the trace", "t"));
  EXPECT_EQ(error_of("fit x --held-out t --out t"), same("out", "t", "the trace", "t"));
  EXPECT_EQ(error_of("run e.textproto --trace e.textproto"),
            same("trace", "e.textproto", "the experiment", "e.textproto"));
  EXPECT_EQ(error_of("run --set objective=logistic --set objective.data.path=data.svm --trace "
                     "other.svm"),
            same("trace", "other.svm", "the data", "data.svm"));
  EXPECT_EQ(error_of("run --set adversary=replay --set adversary.trace=t --trace t"),
            same("trace", "t", "the adversary's trace", "t"));
  EXPECT_EQ(error_of("run --set adversary=histogram --set adversary.schedule_file=t --trace t"),
            same("trace", "t", "the adversary's schedule", "t"));
  EXPECT_EQ(error_of("run --set adversary=portfolio --set "
                     "\"adversary.members={name: 'replay' trace: 't'}, {name: 'uniform'}\" "
                     "--trace t"),
            same("trace", "t", "the adversary's trace", "t"));
  EXPECT_EQ(error_of("trials e.textproto --worst-trace e.textproto"),
            same("worst-trace", "e.textproto", "the experiment", "e.textproto"));
  EXPECT_EQ(error_of("trials --resume t --worst-trace t"),
            same("worst-trace", "t", "the state of the trials", "t"));
  EXPECT_EQ(error_of("train data.svm --model other.svm"),
            same("model", "other.svm", "the data", "data.svm"));
  EXPECT_EQ(error_of("train data.svm --test e.textproto --model e.textproto"),
            same("model", "e.textproto", "the data", "e.textproto"));
  put("e.svg", "workers: 2\n");
  for (const std::string command : {"price", "league", "compare"}) {
    EXPECT_EQ(error_of(command + " e.svg --plot e.svg"),
              same("plot", "e.svg", "the experiment", "e.svg"));
  }
  EXPECT_EQ(content(path("t")), trace);
  EXPECT_EQ(content(path("t.partial")), trace);
}

// The data that a trace names is known once the trace is read.
TEST_F(CliFiles, TheDataOfATraceIsNotReplaced) {
  const std::string data = content(path("data.svm"));
  ASSERT_EQ(hogtie(kRun + " --set objective=logistic --set objective.data.path=data.svm --trace t")
                .status,
            0);
  EXPECT_NE(error_of("replay t --then uniform --trace data.svm").find("would replace the data"),
            std::string::npos);
  EXPECT_NE(error_of("what-if t --stall 0@1+1 --trace data.svm").find("would replace the data"),
            std::string::npos);
  EXPECT_EQ(content(path("data.svm")), data);
}

TEST_F(CliFiles, ClosedDescriptorsTakeNoOutput) {
  for (const std::string closed : {">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"}) {
    SCOPED_TRACE(closed);
    const Outcome outcome =
        shell("$hogtie train data.svm --epochs 3 --set workers=9 --model m " + closed);
    EXPECT_EQ(outcome.status, closed.starts_with("2") ? 0 : 3);
    EXPECT_TRUE(is_model("m")) << content(path("m"));
    std::filesystem::remove(path("m"));
  }
  EXPECT_EQ(shell("$hogtie --version >&-").errors,
            "hogtie: cannot write standard output; see to the place that it goes to\n");
}

TEST_F(CliFiles, TwoThatWriteTheSameModelAreEachWhole) {
  const Outcome outcome = shell(
      "for k in 1 2 3 4 5 6; do\n"
      "$hogtie train data.svm --epochs 20 --model m >/dev/null & a=$!\n"
      "$hogtie train data.svm --epochs 20 --model m >/dev/null & b=$!\n"
      "wait $a && wait $b && cat m || exit 9\ndone");
  EXPECT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_EQ(lines_of(outcome.output).size(), 6u * 8);
  EXPECT_EQ(names(),
            (std::vector<std::string>{"data.svm", "e.textproto", "m", "stderr.txt", "stdout.txt"}));
}

TEST_F(CliFiles, KeepsLinksAndPermissions) {
  put("real", "");
  std::filesystem::permissions(
      path("real"), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::filesystem::create_symlink("real", path("link"));
  ASSERT_EQ(hogtie(kRun + " --trace link").status, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(path("link")));
  struct stat status {};
  ASSERT_EQ(::stat(path("real").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
  EXPECT_EQ(hogtie("replay real").status, 0);
}

TEST_F(CliFiles, StandardOutputTakesAnOutputAndThenNoResults) {
  Outcome outcome = hogtie(kRun + " --trace -");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(lines_of(outcome.errors).back(), "to replay: hogtie replay -");
  put("t", outcome.output);
  EXPECT_EQ(hogtie("replay t").status, 0);
  const std::string trace = outcome.output;
  for (const std::string name : {"/dev/stdout", "/dev/fd/1", "stdout.txt"}) {
    outcome = hogtie(kRun + " --trace " + name);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.output.size(), trace.size());
  }
  outcome = shell("$hogtie train data.svm --model - | grep -c .");
  EXPECT_EQ(outcome.output, "8\n");
  ASSERT_EQ(hogtie("run --set workers=2 --trace two").status, 0);
  outcome = hogtie("fit two --out -");
  EXPECT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_TRUE(outcome.output.starts_with("# Fitted by `hogtie fit`")) << outcome.output;
  put("s", outcome.output);
  EXPECT_EQ(hogtie("run --set adversary=histogram --set adversary.schedule_file=s").status, 0);
  outcome = shell("mkfifo pipe; cat pipe >got & $hogtie train data.svm --model pipe; wait");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(is_model("got"));
  outcome = shell("$hogtie train data.svm --model /dev/fd/7 7>seven");
  EXPECT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_TRUE(is_model("seven"));
}

TEST_F(CliFiles, TwoOutputsAreTwoFiles) {
  const std::string same = ", which is the same file; give another path";
  EXPECT_EQ(error_of("price --tau 1 --plot a.svg --plot ./a.svg"),
            "'--plot' './a.svg' would replace that of '--plot' 'a.svg'" + same);
}

TEST_F(CliFiles, StandardOutputByAnyNameHasOneStatus) {
  for (const std::string name : {"-", "/dev/stdout", "/dev/fd/1"}) {
    SCOPED_TRACE(name);
    const std::string command = "$hogtie run --set algorithm.iterations=200000 --trace " + name;
    const Outcome unread = shell("{ " + command + "; echo $? >status; } | head -c 1 >first");
    EXPECT_EQ(unread.errors.find("cannot write"), std::string::npos) << unread.errors;
    EXPECT_EQ(content(path("status")), "141\n");
    const Outcome full = shell(command + " >/dev/full");
    EXPECT_EQ(full.status, 3);
    EXPECT_NE(full.errors.find("hogtie: cannot write standard output: No space left on device"),
              std::string::npos)
        << full.errors;
  }
}

TEST_F(CliFiles, ACommandToReplayNamesDataThatLieElsewhere) {
  std::filesystem::create_directory(path("work"));
  const Outcome recorded = shell(
      "cd work && $hogtie run --set objective=logistic --set objective.data.path=../data.svm "
      "--set algorithm.iterations=10 --trace t");
  EXPECT_NE(recorded.output.find("\nto replay: hogtie replay t --data ../data.svm\n"),
            std::string::npos)
      << recorded.output;
  EXPECT_EQ(shell("cd work && $hogtie replay t --data ../data.svm").status, 0);
  // A trace of somebody else's is not to say what it may read.
  const Outcome info = shell("cd work && $hogtie trace info t");
  EXPECT_TRUE(info.output.ends_with("\nto replay: hogtie replay t\n")) << info.output;
  const Outcome piped = shell(
      "$hogtie run --set objective=logistic --set objective.data.path=- --set "
      "algorithm.iterations=10 --trace p < data.svm");
  EXPECT_NE(piped.output.find("\nto replay: hogtie replay p --data FILE\n"), std::string::npos)
      << piped.output;
}

TEST_F(CliFiles, AReaderThatEndsIsNoErrorAndLosesNothing) {
  for (const std::string command : {"list adversaries", "--help", "run --help"}) {
    const Outcome outcome = shell("{ $hogtie " + command + "; echo $? >status; } | true");
    EXPECT_EQ(outcome.errors, "");
  }
  const Outcome outcome = shell(
      "mkfifo pipe; { $hogtie train data.svm --epochs 50 --model m >pipe; echo $? >status; } & "
      "read line <pipe; wait");
  EXPECT_EQ(outcome.errors, "");
  EXPECT_TRUE(is_model("m"));
  EXPECT_EQ(content(path("status")), "141\n");
}

TEST_F(CliFiles, ALimitOnFilesIsOneLine) {
  // A block of `ulimit -f` has 512 or 1024 bytes, and a file of none is too small for anything.
  for (const std::string command : {"$hogtie run --trace t", "$hogtie train data.svm --model m"}) {
    const Outcome outcome = shell("(ulimit -f 0; " + command + " 2>&1 >/dev/null) | cat >&2");
    const std::string limit =
        "': File too large; raise the limit on the size of files (ulimit -f) "
        "or give another path\n";
    EXPECT_TRUE(outcome.errors.starts_with("hogtie: cannot write '")) << outcome.errors;
    EXPECT_TRUE(outcome.errors.ends_with(limit)) << outcome.errors;
    EXPECT_EQ(lines_of(outcome.errors).size(), 1u);
  }
  EXPECT_FALSE(std::filesystem::exists(path("m")));
}

TEST_F(CliFiles, TmpdirThatIsMissingIsNamed) {
  for (const std::string command :
       {"compare --hardware threads=1", "league --hardware threads=1"}) {
    const Outcome outcome = shell("TMPDIR=/nowhere $hogtie " + command);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.errors,
              "hogtie: TMPDIR, where temporary files go, is '/nowhere': No such file or directory; "
              "set it to a directory that can be written to\n");
  }
}

TEST_F(CliFiles, MoreThreadsThanTheSystemHasAreRefusedAtOnce) {
  const std::vector<ThreadLimit> limits = thread_limits();
  const auto least = std::ranges::min_element(limits, {}, &ThreadLimit::most);
  if (least == limits.end() || least->most >= 100'000) GTEST_SKIP() << "no such limit here";
  for (const std::string trace : {"", " --trace t"}) {
    const std::string error = error_of("run --set machine=threads --set workers=100000" + trace);
    EXPECT_TRUE(error.starts_with("cannot start 100000 threads: the limit is ")) << error;
  }
}

TEST_F(CliFiles, AProcessorMaskCounts) {
  const Outcome outcome =
      shell("taskset -c 0 $hogtie train data.svm --epochs 1 --format json || exit 8");
  if (outcome.status != 0) GTEST_SKIP() << "no taskset";
  const auto report = nlohmann::json::parse(outcome.output);
  const std::string workers = report["experiment"]["workers"].dump();
  EXPECT_TRUE(workers == "1" || workers == "\"1\"") << workers;
  // Two threads of one processor: pinned to it, neither refused nor elsewhere.
  const Outcome pinned = shell("taskset -c 0 $hogtie train data.svm --epochs 1 --set workers=2");
  EXPECT_EQ(pinned.status, 0);
  EXPECT_EQ(pinned.errors,
            "hogtie: note: 2 threads share 1 processor: the operating system takes turns among "
            "them\n");
}

TEST_F(CliFiles, SignalsEndCommandsAlike) {
  const std::vector<std::string> commands{
      "run --set algorithm.iterations=1000000000000000",
      "run --set machine=threads --set algorithm.iterations=1000000000000000",
      "trials --trials 1000000000",
      "certify --trials 1000000000",
      "price --trials 1000000",
      "compare --trials 10000",
      "league --trials 10000",
      "train data.svm --epochs 1000000000"};
  for (const std::string& command : commands) {
    for (const std::string signal : {"INT", "TERM", "HUP"}) {
      SCOPED_TRACE(command + " " + signal);
      const Outcome outcome = interrupted(command, "0.1", signal);
      EXPECT_EQ(outcome.status, 1);
      EXPECT_NE(outcome.errors.find("hogtie: interrupted"), std::string::npos) << outcome.errors;
    }
  }
}

TEST_F(CliFiles, NohupIsHeeded) {
  const Outcome outcome = shell(
      "trap '' HUP; $hogtie run --set algorithm.iterations=1000000000000000 & "
      "until ! [ -e /proc/$! ] || grep -q '^SigCgt:.*[2367abef]$' /proc/$!/status; do sleep 0.01; "
      "done; "
      "kill -HUP $!; sleep 0.1; kill -TERM $!; wait $!");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.errors, "hogtie: interrupted\n");
}

/// A run that is killed while it records.
class CliKilled : public CliFiles {
 protected:
  /// The size of the trace so far; 0 where there is none.
  std::uint64_t recorded() const {
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(path("t.partial"), error);
    return error ? 0 : size;
  }

  /// Starts it with these settings, and kills it once its trace has so many bytes.
  void kill_at(std::uint64_t bytes, const std::string& settings) const {
    std::string command = "cd '" + path("") + "' && exec '" HOGTIE_PROGRAM "' run " + settings +
                          " --trace t >/dev/null";
    std::string shell = "sh";
    std::string flag = "-c";
    std::array<char*, 4> arguments{shell.data(), flag.data(), command.data(), nullptr};
    pid_t child = 0;
    ASSERT_EQ(posix_spawnp(&child, "sh", nullptr, nullptr, arguments.data(), environ), 0);
    int status = 0;
    while (recorded() < bytes && waitpid(child, &status, WNOHANG) == 0) usleep(200);
    ::kill(child, SIGKILL);
    waitpid(child, &status, 0);
  }
};

// Whenever it is killed, there is a trace of its first steps.
TEST_F(CliKilled, LeavesATrace) {
  constexpr int kMoments = 10;
  std::uint64_t steps = 0;
  for (int k = 0; k < kMoments; ++k) {
    // Of fewer bytes there may be no whole header yet.
    constexpr int kHeader = 2'000;
    kill_at(static_cast<std::uint64_t>(kHeader + 30'000 * k),
            "--set workers=3 --set algorithm.iterations=1000000000000000");
    ReplayRequest request;
    request.trace = path("t.partial");
    const ReplayReport replayed = replay_trace(request, {});
    EXPECT_FALSE(replayed.diverged) << replayed.run.ending.detail;
    steps = replayed.replayed;
    EXPECT_FALSE(std::filesystem::exists(path("t")));
  }
  EXPECT_GT(steps, 0u);
  // What was left is not in the way.
  EXPECT_EQ(hogtie(kRun + " --trace t").status, 0);
  EXPECT_FALSE(std::filesystem::exists(path("t.partial")));
}

}  // namespace
}  // namespace hogtie
