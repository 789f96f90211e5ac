#pragma once

#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/timed.h"

namespace hogtie::bench {

using Arguments = std::vector<std::string>;

/// The first `count` processors that this process may run on, or all if there are fewer.
inline cpu_set_t first_processors(std::size_t count) {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) {
    throw std::runtime_error("cannot tell the processors of this process");
  }
  cpu_set_t first;
  CPU_ZERO(&first);
  for (std::size_t k = 0; k < CPU_SETSIZE && count > 0; ++k) {
    if (!CPU_ISSET(k, &allowed)) continue;
    CPU_SET(k, &first);
    --count;
  }
  return first;
}

/// The program `hogtie`, whose commands are timed as whole processes.
class Program {
 public:
  explicit Program(std::string path) : path_(std::move(path)) {}

  /// Runs a command on so many processors. Throws std::runtime_error unless it exits with 0.
  Timed run(const Arguments& arguments, std::size_t processors) const {
    const cpu_set_t affinity = first_processors(processors);
    std::vector<char*> words{const_cast<char*>(path_.c_str())};
    for (const std::string& argument : arguments) {
      words.push_back(const_cast<char*>(argument.c_str()));
    }
    words.push_back(nullptr);
    return timed([&] {
      const pid_t child = fork();
      if (child < 0) throw std::runtime_error("cannot start a process");
      if (child == 0) execute(words.data(), affinity);
      wait_for(child, arguments);
      return std::vector<double>();
    });
  }

 private:
  static constexpr int kNotExecuted = 127;

  [[noreturn]] static void execute(char* const* words, const cpu_set_t& affinity) {
    const int null = open("/dev/null", O_WRONLY);
    if (null >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
        sched_setaffinity(0, sizeof(affinity), &affinity) == 0) {
      execv(words[0], words);
    }
    _exit(kNotExecuted);
  }

  void wait_for(pid_t child, const Arguments& arguments) const {
    int status = 0;
    if (waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
      return;
    }
    std::string command = path_;
    for (const std::string& argument : arguments) command += " " + argument;
    if (WIFEXITED(status) && WEXITSTATUS(status) == kNotExecuted) {
      throw std::runtime_error("cannot be executed: " + command);
    }
    throw std::runtime_error("failed: " + command);
  }

  std::string path_;
};

}  // namespace hogtie::bench
