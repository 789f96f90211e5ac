#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace hogtie {

/// Starts a thread that does the work. Throws std::system_error or std::bad_alloc where the system
/// refuses it: a test hands in one that does.
using ThreadStarter = std::function<std::thread(std::function<void()> work)>;

/// The threads of this system.
std::thread start_thread(std::function<void()> work);

/// Calls `work` on so many threads at once, the caller's among them, and returns once all calls
/// have; on fewer where the system refuses some. `work` throws nothing.
void work_together(std::uint32_t threads, const std::function<void()>& work,
                   const ThreadStarter& start = start_thread);

/// A limit that the system sets to the threads of this process, and its name for messages.
struct ThreadLimit {
  std::uint64_t most = 0;
  std::string name;
};

/// Those that are known. Below the least of them threads may be refused all the same.
std::vector<ThreadLimit> thread_limits();

/// Throws InputError where one of the limits is below `threads` more threads.
void check_threads(std::uint32_t threads, const std::vector<ThreadLimit>& limits);

/// The InputError of threads that the system refuses; `why` is its reason.
[[noreturn]] void fail_to_start(std::uint32_t threads, const std::string& why);

}  // namespace hogtie
