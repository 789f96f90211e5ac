#include "tools/hogtie/output/gnuplot.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <sstream>
#include <string_view>
#include <system_error>

#include "core/error.h"
#include "core/files/temporary_directory.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

std::string reason(int error) {
  return std::generic_category().message(error);
}

/// A file for what gnuplot reads and writes.
class Temporary {
 public:
  Temporary() : file_(open_temporary_file()) {}
  ~Temporary() { ::close(file_); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  int descriptor() const { return file_; }

  /// Puts the content into the file, to be read from its beginning.
  void put(std::string_view content) {
    while (!content.empty()) {
      const ssize_t count = ::write(file_, content.data(), content.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) fail("write", count < 0 ? errno : EIO);
      content.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::lseek(file_, 0, SEEK_SET) != 0) fail("read", errno);
  }

  /// All that is in the file.
  std::string content() const {
    std::string content;
    std::array<char, 65536> block{};
    for (;;) {
      const ssize_t count =
          ::pread(file_, block.data(), block.size(), static_cast<off_t>(content.size()));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail("read", errno);
      if (count == 0) return content;
      content.append(block.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  [[noreturn]] static void fail(const std::string& what, int error) {
    throw InputError("cannot " + what + " a temporary file in " + quote(temporary_place()) + ": " +
                     reason(error) + "; free some space there, or set TMPDIR to another directory");
  }

  int file_;
};

/// The last line that is not empty: what was wrong, after the line of the script and a mark in it.
std::string last_line(const std::string& text) {
  std::istringstream lines(text);
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    if (line.find_first_not_of(' ') != std::string::npos) last = line;
  }
  return last;
}

/// Starts `gnuplot argument` with these as its standard input, output and error; returns its exit
/// status.
int spawn(const char* argument, const Temporary& input, const Temporary& output,
          const Temporary& errors) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input.descriptor(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, output.descriptor(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, errors.descriptor(), STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  sigaddset(&signals, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  std::string name = "gnuplot";
  std::string first = argument;
  std::array<char*, 3> arguments{name.data(), first.data(), nullptr};
  pid_t child = 0;
  const int error =
      posix_spawnp(&child, name.c_str(), &files, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
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
  const Temporary input;
  const Temporary output;
  spawn("--version", input, output, output);
}

std::string run_gnuplot(const std::string& script) {
  Temporary input;
  input.put(script);
  const Temporary output;
  const Temporary errors;
  // "-d": only its own settings.
  if (spawn("-d", input, output, errors) != 0) {
    throw InputError("gnuplot failed: " + printable(last_line(errors.content())) +
                     "; leave '--plot' out, or install another gnuplot");
  }
  return output.content();
}

}  // namespace hogtie
