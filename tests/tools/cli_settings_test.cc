#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/text/quote.h"
#include "tests/sim/replay_testing.h"
#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::content;
using testing::lines_of;
using testing::Outcome;
using testing::rewrite;

class CliSettings : public testing::Cli {
 protected:
  /// The status of a command of bash, run in the test's directory with hogtie on its path.
  int bash(const std::string& command) const {
    put("command.sh",
        "cd '" + path("") + "'\nhogtie() { '" HOGTIE_PROGRAM "' \"$@\"; }\n" + command + "\n");
    return std::system(
        ("bash '" + path("command.sh") + "' >'" + path("bash.txt") + "' 2>&1").c_str());
  }
};

TEST_F(CliSettings, CrashesOfThreadsAreRefused) {
  const std::string expected =
      "adversary.crashes are of simulated workers: threads do not crash; set machine=simulated, or "
      "leave the crashes out";
  EXPECT_EQ(error_of("run --set machine=threads --set workers=2 --set "
                     "'adversary.crashes={worker: 2}' --trace t"),
            expected);
  EXPECT_FALSE(std::filesystem::exists(path("t")));
  put("d.svm", "1 1:1\n-1 2:1\n");
  EXPECT_EQ(error_of("train d.svm --set 'adversary.crashes={worker: 0}'"), expected);
}

// Whatever is built from an experiment, it is the same that is wrong with it.
TEST_F(CliSettings, EveryCommandChecksTheExperiment) {
  const std::string crash = " --set workers=2 --set 'adversary.crashes={worker: 2}'";
  const std::string expected = "adversary.crashes names worker 2, of workers 0 to 1";
  EXPECT_EQ(error_of("run" + crash), expected);
  EXPECT_EQ(error_of("run --trials 3" + crash), expected);
  EXPECT_EQ(error_of("trials --trials 3" + crash), expected);
  EXPECT_EQ(error_of("certify --trials 3" + crash), expected);
  EXPECT_EQ(error_of("bound --tau-max 3" + crash), expected);
  EXPECT_EQ(error_of("price --tau 4 --workers 2 --alpha 0.1" + crash), expected);
  EXPECT_EQ(error_of("league --trials 2 --algorithms epoch_sgd --adversaries uniform" + crash),
            expected);
  EXPECT_EQ(error_of("compare --trials 2 --simulated uniform --hardware threads=2" + crash),
            expected);

  ASSERT_EQ(hogtie("run --set workers=2 --trace t").status, 0);
  testing::claim(path("t"), path("u"), {"adversary.crashes={worker: 2}"});
  for (const std::string command :
       {"replay u", "replay u --on threads", "replay u --then uniform", "trace show u", "certify u",
        "what-if u --stall 0@5+3", "fit u --out f"}) {
    EXPECT_EQ(error_of(command), "u: its experiment: " + expected) << command;
  }
}

TEST_F(CliSettings, AnExperimentFromStandardInput) {
  put("e.textproto", "workers: 3\nobjective { name: 'logistic' data { path: 'd.svm' } }\n");
  std::filesystem::create_directory(path("below"));
  std::filesystem::copy(HOGTIE_TEST_DATA "/breast-cancer.svm", path("below/d.svm"));
  EXPECT_EQ(bash("hogtie run - --set success.loss=1 --set algorithm.iterations=5 <e.textproto"),
            512);
  EXPECT_NE(content(path("bash.txt")).find("d.svm"), std::string::npos);
  std::filesystem::copy(path("below/d.svm"), path("d.svm"));
  const std::string settings = " --set success.loss=1 --set algorithm.iterations=5";
  EXPECT_EQ(bash("hogtie run - <e.textproto" + settings), 0);
  EXPECT_EQ(bash("hogtie run /dev/stdin <e.textproto" + settings), 0);
  EXPECT_EQ(bash("cat e.textproto | hogtie run -" + settings), 0);
  EXPECT_EQ(bash("hogtie run <(cat e.textproto)" + settings), 0);
  EXPECT_EQ(bash("echo 'wrokers: 2' | hogtie run -"), 512);
  EXPECT_TRUE(
      content(path("bash.txt")).starts_with("hogtie: /dev/stdin:1:8: no setting 'wrokers'"));
}

TEST_F(CliSettings, PathsOfAnExperimentAreRelativeToIt) {
  std::filesystem::create_directories(path("a/b"));
  std::filesystem::copy(HOGTIE_TEST_DATA "/breast-cancer.svm", path("a/d.svm"));
  put("a/b/e.textproto",
      "objective { name: 'logistic' data { path: '../d.svm' } } success { loss: 1 }\n"
      "algorithm { iterations: 50 }\n"
      "adversary { name: 'portfolio' switching: rotate\n"
      "  members { name: 'fixed' schedule_file: 's' } }\n");
  put("a/b/s", "\xef\xbb\xbfruns { worker: 0 }\n");
  const auto row = json_of("run a/b/e.textproto --trace t")[0];
  EXPECT_EQ(row["objective.data.path"], "a/b/../d.svm");
  EXPECT_EQ(hogtie("replay t").status, 0);
  EXPECT_EQ(hogtie("bound --experiment a/b/e.textproto --tau-max 3 --epsilon 0.1").status, 0);
  EXPECT_EQ(hogtie("train --experiment a/b/e.textproto --set adversary.name=uniform --epochs 1")
                .errors.find("cannot"),
            std::string::npos);
  // Those of --set are not.
  EXPECT_NE(error_of("run a/b/e.textproto --set objective.data.path=d.svm").find("d.svm"),
            std::string::npos);
  EXPECT_EQ(hogtie("run a/b/e.textproto --set objective.data.path=a/d.svm").status, 0);
}

TEST_F(CliSettings, ATraceIsNoExperiment) {
  ASSERT_EQ(hogtie("run --trace 'a b'").status, 0);
  const std::string expected =
      "'a b' is a recorded trace, not an experiment; replay it with: hogtie replay 'a b'";
  EXPECT_EQ(error_of("run 'a b'"), expected);
  EXPECT_EQ(error_of("trials 'a b'"), expected);
  EXPECT_EQ(error_of("bound --experiment 'a b' --tau-max 3"), expected);
  put("binary", std::string("\x7f"
                            "ELF\0\1",
                            6));
  EXPECT_EQ(error_of("run binary"),
            "binary:1:5: byte 0x00 stands outside of quotes; replace or remove it");
}

TEST_F(CliSettings, OptionsDoNotTakeOptionsForValues) {
  EXPECT_EQ(error_of("run --trace --quiet"),
            "option '--trace' has no value; '--quiet' is an option, or as its value written "
            "'--trace=--quiet'");
  EXPECT_FALSE(std::filesystem::exists(path("--quiet")));
  EXPECT_EQ(error_of("run --trace -h"),
            "option '--trace' has no value; '-h' is an option, or as its value written "
            "'--trace=-h'");
  EXPECT_EQ(error_of("run --trace"), "option '--trace' has no value; give one after it");
  // What begins with a dash is a value where it is none.
  EXPECT_EQ(hogtie("run --trace=-x").status, 0);
  EXPECT_NE(output_of("trace info -- -x").find("to replay: hogtie replay ./-x\n"),
            std::string::npos);
  EXPECT_EQ(hogtie("run --trace -y --quiet").status, 0);
  EXPECT_TRUE(std::filesystem::exists(path("-y")));
  EXPECT_EQ(error_of("bound --alpha -0.5"),
            "option '--alpha' takes a number, 1e-200 to 1e+30; '-0.5' is not one");
  EXPECT_EQ(hogtie("run --set objective.initial=-1").status, 0);
}

constexpr const char* kRude =
    "\x1b]0;x\x07\nhogtie: fake \xc2\x9b"
    "31m \xe2\x80\xae \xff";

// Whatever a trace says of itself, the terminal stays as it is.
TEST_F(CliSettings, StringsOfATraceStayOnTheirLine) {
  ASSERT_EQ(hogtie("run --set limits.steps=20 --trace t").status, 0);
  rewrite(path("t"), path("u"), [](proto::Frame& frame) {
    if (frame.has_header()) {
      proto::Header& header = *frame.mutable_header();
      header.set_version(kRude);
      header.mutable_experiment()->mutable_objective()->mutable_data()->set_path(kRude);
      header.mutable_experiment()->mutable_objective()->set_name(kRude);
      header.mutable_experiment()->mutable_adversary()->set_name(kRude);
      header.mutable_experiment()->mutable_adversary()->set_trace(kRude);
    }
    if (frame.has_footer()) frame.mutable_footer()->set_detail(kRude);
    return true;
  });
  for (const std::string command :
       {"trace info u", "trace info u --format json", "trace diff t u", "trace diff u t",
        "replay u", "trace show u", "certify u", "replay u --force", "what-if u --stall 0@5+3",
        "fit u --out f"}) {
    const Outcome outcome = hogtie(command);
    for (const std::string& text : {outcome.output, outcome.errors}) {
      for (const std::string& line : lines_of(text)) {
        EXPECT_EQ(printable(line), line) << command;
        if (&text == &outcome.output) {
          EXPECT_FALSE(line.starts_with("hogtie: ")) << command;
        }
      }
    }
  }
  rewrite(path("t"), path("v"), [](proto::Frame& frame) {
    if (frame.has_header()) frame.mutable_header()->set_version(kRude);
    if (frame.has_footer()) frame.mutable_footer()->set_detail(kRude);
    return true;
  });
  EXPECT_EQ(lines_of(output_of("trace info v")).size(),
            lines_of(output_of("trace info t")).size() + 1);  // the detail
  // JSON has the text itself, but for the byte that is none.
  const auto row = json_of("trace info v")[0];
  EXPECT_EQ(row["detail"],
            "\x1b]0;x\x07\nhogtie: fake \xc2\x9b"
            "31m \xe2\x80\xae \xef\xbf\xbd");
}

TEST_F(CliSettings, CommandsCanBePasted) {
  const std::string name = "a b;touch X\n\x1b[31m'\xff";
  const std::string word = "$'a b;touch X\\x0a\\x1b[31m\\'\\xff'";
  ASSERT_EQ(bash("hogtie run --set limits.steps=20 --trace " + word), 0);
  ASSERT_TRUE(std::filesystem::exists(path(name)));
  const auto pasted = [&](const std::string& begin) {
    for (const std::string& line : lines_of(content(path("bash.txt")))) {
      EXPECT_EQ(printable(line), line);
      if (line.starts_with(begin)) return line.substr(begin.size());
    }
    ADD_FAILURE() << begin << " in " << content(path("bash.txt"));
    return std::string();
  };
  EXPECT_EQ(pasted("to replay: "), "hogtie replay " + word);
  EXPECT_EQ(bash(pasted("to replay: ")), 0);
  EXPECT_EQ(bash("hogtie trials --trials 3 --worst-trace " + word), 0);
  EXPECT_EQ(pasted("its trace: "), "hogtie replay " + word);
  EXPECT_EQ(bash("hogtie replay " + word + " --then uniform --trace " + word + "2"), 0);
  EXPECT_EQ(pasted("to replay: "), "hogtie replay $'a b;touch X\\x0a\\x1b[31m\\'\\xff2'");
  EXPECT_EQ(bash("hogtie what-if " + word + " --stall 0@5+3 --trace " + word + "3"), 0);
  EXPECT_EQ(bash(pasted("to replay: ")), 0);
  EXPECT_EQ(bash("hogtie run --set limits.steps=2000 --trace t; hogtie fit t --out " + word + "4"),
            0);
  EXPECT_NE(content(path("bash.txt"))
                .find(": hogtie run --set workers=64 --set adversary=histogram --set "
                      "$'adversary.schedule_file=a b;touch X\\x0a\\x1b[31m\\'\\xff4'\n"),
            std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(path("X")));
}

}  // namespace
}  // namespace hogtie
