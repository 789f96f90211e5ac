#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/sim/trace_testing.h"

namespace hogtie::testing {

/// What the program did.
struct Outcome {
  int status;
  std::string output;
  std::string errors;
};

/// A test of the built program, in a directory of its own.
class Cli : public InDirectory {
 protected:
  /// Runs it in a shell, in the test's directory; `arguments` are in the shell's syntax.
  Outcome hogtie(const std::string& arguments) const {
    const std::string command = "cd '" + path("") + "' && '" HOGTIE_PROGRAM "' " + arguments +
                                " >stdout.txt 2>stderr.txt </dev/null";
    return outcome_of(command);
  }

  /// Runs it with a pipe for its standard input, through which the file comes.
  Outcome piped(const std::string& file, const std::string& arguments) const {
    return outcome_of("cd '" + path("") + "' && cat " + file + " | '" HOGTIE_PROGRAM "' " +
                      arguments + " >stdout.txt 2>stderr.txt");
  }

  /// Runs it and presses Ctrl-C, `seconds` after it has begun to wait for that.
  Outcome interrupted(const std::string& arguments, const std::string& seconds) const {
    // SIGINT is bit 1 of the signals that are caught.
    const std::string command =
        "cd '" + path("") + "' && { '" HOGTIE_PROGRAM "' " + arguments +
        " >stdout.txt 2>stderr.txt </dev/null & "
        "until grep -q '^SigCgt:.*[2367abef]$' /proc/$!/status; do sleep 0.01; done; "
        "sleep " +
        seconds + "; kill -INT $!; wait $!; }";
    return outcome_of(command);
  }

  /// Its output, where nothing is to fail.
  std::string output_of(const std::string& arguments) const {
    const Outcome outcome = hogtie(arguments);
    EXPECT_EQ(outcome.status, 0) << arguments;
    EXPECT_EQ(outcome.errors, "") << arguments;
    return outcome.output;
  }

  nlohmann::json json_of(const std::string& arguments) const {
    return nlohmann::json::parse(output_of(arguments + " --format json"));
  }

  /// The one line that it says of wrong input, without "hogtie: ".
  std::string error_of(const std::string& arguments) const {
    const Outcome outcome = hogtie(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.output, "") << arguments;
    EXPECT_TRUE(outcome.errors.starts_with("hogtie: ")) << outcome.errors;
    EXPECT_EQ(outcome.errors.find('\n'), outcome.errors.size() - 1) << outcome.errors;
    return outcome.errors.substr(8, outcome.errors.size() - 9);
  }

 private:
  Outcome outcome_of(const std::string& command) const {
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, content(path("stdout.txt")),
            content(path("stderr.txt"))};
  }
};

inline std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace hogtie::testing
