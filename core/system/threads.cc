#include "core/system/threads.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <new>
#include <optional>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/system/cgroup.h"

namespace hogtie {
namespace {

std::optional<std::uint64_t> number_in(const std::filesystem::path& path) {
  std::string word;
  std::ifstream(path) >> word;
  std::uint64_t number = 0;
  const char* const end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, number);
  if (word.empty() || error != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::uint64_t stack_bytes() {
  pthread_attr_t attributes;
  std::size_t bytes = 0;
  if (::pthread_getattr_default_np(&attributes) == 0) {
    ::pthread_attr_getstacksize(&attributes, &bytes);
    ::pthread_attr_destroy(&attributes);
  }
  return std::max<std::uint64_t>(bytes, 1);
}

std::optional<std::uint64_t> limit_of(__rlimit_resource resource) {
  rlimit limit{};
  if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  return limit.rlim_cur;
}

}  // namespace

std::thread start_thread(std::function<void()> work) {
  return std::thread(std::move(work));
}

void work_together(std::uint32_t threads, const std::function<void()>& work,
                   const ThreadStarter& start) {
  std::vector<std::thread> others;
  try {
    if (threads > 1) others.reserve(threads - 1);
    while (others.size() + 1 < threads) others.push_back(start(work));
  } catch (const std::system_error&) {  // those that there are do it all
  } catch (const std::bad_alloc&) {
  }
  work();
  for (std::thread& thread : others) thread.join();
}

std::vector<ThreadLimit> thread_limits() {
  std::vector<ThreadLimit> limits;
  const auto add = [&](std::optional<std::uint64_t> most, const std::string& name) {
    if (most) limits.push_back({*most, name});
  };
  add(number_in("/proc/sys/kernel/threads-max"), "kernel.threads-max");
  add(number_in("/proc/sys/kernel/pid_max"), "kernel.pid_max");
  // A stack is a mapping, and its guard another.
  if (const auto mappings = number_in("/proc/sys/vm/max_map_count")) {
    add(*mappings / 2, "vm.max_map_count");
  }
  if (::geteuid() != 0) add(limit_of(RLIMIT_NPROC), "ulimit -u");
  if (const auto bytes = limit_of(RLIMIT_AS)) add(*bytes / stack_bytes(), "ulimit -v");
  for (const std::filesystem::path& group : control_groups("pids")) {
    const auto most = number_in(group / "pids.max");
    const auto there = number_in(group / "pids.current");
    if (most) add(*most - std::min(*most, there.value_or(0)), "pids.max of the control group");
  }
  return limits;
}

void fail_to_start(std::uint32_t threads, const std::string& why) {
  throw InputError("cannot start " + std::to_string(threads) +
                   (threads == 1 ? " thread: " : " threads: ") + why +
                   "; set fewer workers, or raise the limits on processes and memory "
                   "(ulimit -u, ulimit -v)");
}

void check_threads(std::uint32_t threads, const std::vector<ThreadLimit>& limits) {
  const auto least = std::ranges::min_element(limits, {}, &ThreadLimit::most);
  if (least == limits.end() || threads <= least->most) return;
  fail_to_start(threads, "the limit is " + std::to_string(least->most) + " by " + least->name);
}

}  // namespace hogtie
