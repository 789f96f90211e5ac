#include "sim/price/run_jobs.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace hogtie {

void run_jobs(std::size_t count, std::uint32_t threads,
              const std::function<void(std::size_t)>& job) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;  // guards the two that follow
  std::size_t failed = count;
  std::exception_ptr error;
  const auto work = [&] {
    for (std::size_t k = next++; k < count; k = next++) {
      try {
        job(k);
      } catch (...) {
        next = count;
        const std::lock_guard lock(mutex);
        if (k < failed) {
          failed = k;
          error = std::current_exception();
        }
      }
    }
  };
  std::vector<std::thread> others;
  for (std::uint32_t k = 1; k < threads && k < count; ++k) others.emplace_back(work);
  work();
  for (std::thread& thread : others) thread.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace hogtie
