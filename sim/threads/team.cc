#include "sim/threads/team.h"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

#include "core/system/processors.h"

namespace hogtie {

Team::Team(std::uint32_t workers, ThreadStarter start)
    : workers_(workers), start_(std::move(start)), ready_(workers + 1), at_work_(workers) {
  const std::uint32_t processors = usable_processors();
  if (workers > processors) {
    warnings_.push_back(std::to_string(workers) + " threads share " + std::to_string(processors) +
                        (processors == 1 ? " processor" : " processors") +
                        ": the operating system takes turns among them");
  }
}

Ending Team::run(const std::function<void(std::uint32_t)>& program,
                 const std::function<bool()>& look) {
  std::vector<std::thread> threads;
  threads.reserve(workers_);
  try {
    for (std::uint32_t w = 0; w < workers_; ++w) {
      threads.push_back(start_([this, w, &program] { work(w, program); }));
    }
  } catch (...) {
    stop_ = true;
    const auto missing = workers_ - static_cast<std::uint32_t>(threads.size());
    {
      const std::lock_guard lock(mutex_);
      at_work_ -= missing;
    }
    ready_.count_down(static_cast<std::ptrdiff_t>(missing) + 1);
    for (std::thread& thread : threads) thread.join();
    try {
      throw;
    } catch (const std::system_error& error) {
      fail_to_start(workers_, error.code().message());
    }
  }
  ready_.arrive_and_wait();
  constexpr std::chrono::milliseconds kBetweenLooks{20};
  {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, kBetweenLooks, [this] { return at_work_ == 0; })) {
      if (!look() || stop_) continue;
      stop_ = true;
      ending_ = {proto::STOPPED, "interrupted"};
    }
  }
  for (std::thread& thread : threads) thread.join();
  if (!unpinned_.empty()) warnings_.push_back("threads are not pinned: " + unpinned_);
  return ending_;
}

void Team::work(std::uint32_t worker, const std::function<void(std::uint32_t)>& program) {
  const std::string unpinned = pinning_.bind(worker);
  ready_.arrive_and_wait();
  const Clock::time_point begin = Clock::now();
  try {
    if (!stop_) program(worker);
  } catch (const StoppedByOthers&) {
  } catch (const std::exception& error) {
    fail(worker, error.what());
  } catch (...) {
    fail(worker, "an exception that is no std::exception");
  }
  const Clock::time_point end = Clock::now();
  const std::lock_guard lock(mutex_);
  first_ = std::min(first_, begin);
  last_ = std::max(last_, end);
  if (!unpinned.empty()) unpinned_ = unpinned;
  if (--at_work_ == 0) ended_.notify_all();
}

void Team::fail(std::uint32_t worker, const std::string& why) {
  stop_ = true;
  const std::lock_guard lock(mutex_);
  if (ending_.verdict == proto::WORKER_ERROR) return;
  ending_ = {proto::WORKER_ERROR, "worker " + std::to_string(worker) + " failed: " + why};
}

}  // namespace hogtie
