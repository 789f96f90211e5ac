#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <latch>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/system/threads.h"
#include "sim/machine/ending.h"
#include "sim/threads/pinning.h"
#include "sim/threads/thread_worker.h"

namespace hogtie {

/// Threads that run a program together, one for each worker: pinned, started at one barrier, and
/// stopped together when one fails.
class Team {
 public:
  explicit Team(std::uint32_t workers, ThreadStarter start = start_thread);

  /// Set to stop all workers at their next iterations.
  const std::atomic<bool>& stop() const { return stop_; }

  /// Runs `program(worker)` on every thread, to the end. `look()` is called every now and then
  /// meanwhile, on the caller's thread; once it returns true, all are stopped. Throws InputError
  /// where the system refuses a thread, before any runs the program.
  Ending run(const std::function<void(std::uint32_t)>& program, const std::function<bool()>& look);

  /// From the begin of the first thread's program to the end of the last one's.
  double seconds() const { return std::chrono::duration<double>(last_ - first_).count(); }
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  void work(std::uint32_t worker, const std::function<void(std::uint32_t)>& program);
  void fail(std::uint32_t worker, const std::string& why);

  using Clock = std::chrono::steady_clock;

  std::uint32_t workers_;
  ThreadStarter start_;
  Pinning pinning_;
  std::atomic<bool> stop_{false};
  std::latch ready_;
  std::vector<std::string> warnings_;

  std::mutex mutex_;  // guards all that follows
  std::condition_variable ended_;
  std::uint32_t at_work_;
  std::string unpinned_;  // why, of some thread
  Clock::time_point first_ = Clock::time_point::max();
  Clock::time_point last_ = Clock::time_point::min();
  Ending ending_{proto::COMPLETED, {}};
};

}  // namespace hogtie
