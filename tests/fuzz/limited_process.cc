#include "tests/fuzz/limited_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "tests/fuzz/require.h"
#include "tests/fuzz/work_directory.h"

namespace hogtie::fuzz {
namespace {

constexpr const char* kErrors = "stderr.txt";

pid_t start(const std::string& program, const std::vector<std::string>& arguments) {
  std::vector<char*> pointers{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) {
    pointers.push_back(const_cast<char*>(argument.c_str()));
  }
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  constexpr int kCreate = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, kErrors, kCreate, S_IRUSR | S_IWUSR);
  pid_t process = 0;
  const int error =
      ::posix_spawn(&process, program.c_str(), &files, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  require(error == 0, "the program cannot be started", program);
  return process;
}

/// Resident memory at this moment.
std::uint64_t megabytes_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) >> 20;
}

}  // namespace

ProcessEnd run_limited(const std::string& program, const std::vector<std::string>& arguments) {
  using Clock = std::chrono::steady_clock;
  constexpr auto kLongest = std::chrono::seconds(10);
  constexpr auto kBetweenLooks = std::chrono::milliseconds(2);
  const pid_t process = start(program, arguments);
  const auto begin = Clock::now();
  ProcessEnd end;
  int status = 0;
  rusage used{};
  while (::wait4(process, &status, WNOHANG, &used) == 0) {
    end.late = Clock::now() - begin > kLongest;
    if (end.late || megabytes_of(process) > kMostMegabytes) ::kill(process, SIGKILL);
    std::this_thread::sleep_for(kBetweenLooks);
  }
  end.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  end.megabytes = static_cast<std::uint64_t>(used.ru_maxrss) >> 10;
  end.errors = read_file(kErrors);
  return end;
}

}  // namespace hogtie::fuzz
