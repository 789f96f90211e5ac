#include "sim/studies/common/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

namespace hogtie {

void parallel_for(std::size_t count, std::uint32_t threads,
                  const std::function<void(std::size_t)>& job, const ThreadStarter& start) {
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
  const auto most = static_cast<std::uint32_t>(std::min<std::size_t>(threads, count));
  work_together(most, work, start);
  if (error) std::rethrow_exception(error);
}

}  // namespace hogtie
