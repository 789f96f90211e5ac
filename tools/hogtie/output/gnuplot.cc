#include "tools/hogtie/output/gnuplot.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

std::string reason(int error) {
  return std::generic_category().message(error);
}

File temporary() {
  File file(std::tmpfile());
  if (!file)
    throw InputError("cannot make a temporary file: " + reason(errno) + "; free some space");
  return file;
}

/// A file of this content, to be read from its beginning.
File temporary(const std::string& content) {
  File file = temporary();
  if (std::fwrite(content.data(), 1, content.size(), file.get()) != content.size() ||
      std::fflush(file.get()) != 0) {
    throw InputError("cannot write a temporary file: " + reason(errno) + "; free some space");
  }
  std::rewind(file.get());
  return file;
}

/// The last line that is not empty: what was wrong, after the line of the script and a mark in it.
std::string last_line(std::FILE* file) {
  std::rewind(file);
  std::array<char, 512> block{};
  std::string last;
  while (std::fgets(block.data(), block.size(), file) != nullptr) {
    const std::string line = block.data();
    if (line.find_first_not_of(" \n") != std::string::npos) last = line;
  }
  return last.substr(0, last.find('\n'));
}

/// Starts `gnuplot argument` with these as its standard input, output and error; returns its exit
/// status.
int spawn(const char* argument, std::FILE* input, std::FILE* output, std::FILE* errors) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, fileno(input), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, fileno(output), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, fileno(errors), STDERR_FILENO);
  std::string name = "gnuplot";
  std::string first = argument;
  std::array<char*, 3> arguments{name.data(), first.data(), nullptr};
  pid_t child = 0;
  const int error = posix_spawnp(&child, name.c_str(), &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (error == ENOENT) {
    throw InputError(
        "plots are drawn by gnuplot, which is not installed; install it (on Debian: "
        "apt-get install gnuplot-nox)");
  }
  if (error != 0) throw InputError("cannot run gnuplot: " + reason(error) + "; leave '--plot' out");
  int status = 0;
  while (waitpid(child, &status, 0) == -1 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

void check_gnuplot() {
  const File input = temporary();
  const File output = temporary();
  spawn("--version", input.get(), output.get(), output.get());
}

void run_gnuplot(const std::string& script, const std::string& file) {
  const File input = temporary(script);
  const File errors = temporary();
  const File output(std::fopen(file.c_str(), "wbe"));
  if (!output) {
    throw InputError("cannot write " + quote(file) + ": " + reason(errno) +
                     "; create its directory or give another path");
  }
  // "-d": only its own settings.
  if (spawn("-d", input.get(), output.get(), errors.get()) != 0) {
    throw InputError("gnuplot failed: " + printable(last_line(errors.get())) +
                     "; leave '--plot' out, or install another gnuplot");
  }
}

}  // namespace hogtie
