#include <gtest/gtest.h>
#include <stdio.h>
#include <sys/wait.h>

#include <array>
#include <string>

namespace hogtie {
namespace {

struct Finished {
  int status;
  std::string output;
};

// Runs the program in a shell, which redirects its output as `arguments` say.
Finished hogtie(const std::string& arguments) {
  const std::string command = "'" HOGTIE_PROGRAM "' " + arguments;
  FILE* const pipe = popen(command.c_str(), "r");
  if (!pipe) return {-1, "popen failed"};
  Finished outcome{0, ""};
  std::array<char, 4096> buffer;
  for (std::size_t count; (count = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    outcome.output.append(buffer.data(), count);
  }
  const int status = pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

// What it writes to stderr when it writes nothing to stdout.
Finished errors(const std::string& arguments) {
  return hogtie(arguments + " 2>&1");
}

TEST(Program, Version) {
  const Finished outcome = hogtie("--version");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(outcome.output.starts_with("hogtie 0.")) << outcome.output;
}

TEST(Program, HelpOfEachCommand) {
  for (const char* command :
       {"", "run ", "replay ", "trace ", "trace show ", "bound ", "train ", "what-if ", "list "}) {
    SCOPED_TRACE(command);
    const Finished outcome = hogtie(std::string(command) + "--help");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_TRUE(outcome.output.starts_with("usage:\n  hogtie ")) << outcome.output;
    for (const char* part : {"\nexamples:\n", "\nexit statuses:\n", "--help"}) {
      EXPECT_NE(outcome.output.find(part), std::string::npos) << outcome.output;
    }
  }
}

TEST(Program, HelpDoesNotNeedTheOtherArguments) {
  EXPECT_EQ(hogtie("replay --then uniform --help").status, 0);
}

TEST(Program, WrongUsage) {
  Finished outcome = errors("");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.output, "hogtie: no command is given; see `hogtie --help`\n");

  outcome = errors("rnu");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.output,
            "hogtie: no command 'rnu'; did you mean 'run'? there are: run, trials, replay, trace, "
            "bound, certify, price, compare, league, fit, train, what-if, list\n");

  outcome = errors("--verison");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.output,
            "hogtie: no option '--verison'; did you mean '--version'? there are: --version, "
            "--help\n");

  outcome = errors("trace shwo t");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.output,
            "hogtie: no command 'trace shwo'; did you mean 'trace show'? there are: info, show, "
            "diff\n");

  outcome = errors("trace");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.output, "hogtie: 'trace' needs one of: info, show, diff\n");
}

TEST(Program, WrongInput) {
  const Finished outcome = errors("run --set workers=0");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.output, "hogtie: setting 'workers' is 0; allowed: an integer, 1 to 100000\n");
}

TEST(Program, OutputThatCannotBeWritten) {
  const Finished outcome = hogtie("--version 2>&1 >/dev/full");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(outcome.output,
            "hogtie: cannot write standard output; see to the place that it goes to\n");
}

}  // namespace
}  // namespace hogtie
