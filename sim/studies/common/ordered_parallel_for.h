#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <utility>
#include <variant>

#include "core/system/threads.h"

namespace hogtie {

/// Runs independent tasks on several threads and takes their results in the order of the tasks, so
/// that what is made of them does not depend on the threads.
template <class Result>
class OrderedParallelFor {
 public:
  struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint32_t threads = 1;                       ///< At least 1.
    const std::atomic<bool>* interrupted = nullptr;  ///< No further task is begun once it is true.
  };

  /// `work(k)` returns the Result of task k; several threads call it at once. `take(k, Result)`, by
  /// one thread at a time, returns whether more results are wanted. What either throws ends all
  /// tasks and is thrown here. Where the system refuses threads, there are fewer.
  template <class Work, class Take>
  static void run(const Range& range, const Work& work, const Take& take,
                  const ThreadStarter& start = start_thread) {
    OrderedParallelFor tasks(range);
    work_together(
        range.threads, [&] { tasks.loop(work, take); }, start);
    if (tasks.error_) std::rethrow_exception(tasks.error_);
  }

 private:
  using Outcome = std::variant<Result, std::exception_ptr>;

  /// Tasks that a thread may be ahead of those taken: bounds what is kept of them.
  static constexpr std::uint64_t kAhead = 16;

  explicit OrderedParallelFor(const Range& range)
      : range_(range), next_(range.begin), taken_(range.begin) {}

  template <class Work, class Take>
  void loop(const Work& work, const Take& take) {
    while (const std::optional<std::uint64_t> task = claim()) {
      std::optional<Outcome> outcome;
      try {
        outcome.emplace(work(*task));
      } catch (...) {
        outcome.emplace(std::current_exception());
      }
      deliver(*task, std::move(*outcome), take);
    }
  }

  /// The next task, once it is not too far ahead; none where there is no more to do.
  std::optional<std::uint64_t> claim() {
    std::unique_lock lock(mutex_);
    const auto done = [this] { return over_ || next_ >= range_.end; };
    moved_.wait(lock, [&] { return done() || next_ < taken_ + kAhead * range_.threads; });
    if (range_.interrupted != nullptr && range_.interrupted->load(std::memory_order_relaxed)) {
      over_ = true;
      moved_.notify_all();
    }
    if (done()) return std::nullopt;
    return next_++;
  }

  template <class Take>
  void deliver(std::uint64_t task, Outcome outcome, const Take& take) {
    const std::lock_guard lock(mutex_);
    try {
      outcomes_.emplace(task, std::move(outcome));
    } catch (const std::bad_alloc&) {
      end_with(std::current_exception());
    }
    while (!ended_ && !outcomes_.empty() && outcomes_.begin()->first == taken_) {
      Outcome first = std::move(outcomes_.begin()->second);
      outcomes_.erase(outcomes_.begin());
      try {
        if (auto* const error = std::get_if<std::exception_ptr>(&first)) {
          std::rethrow_exception(*error);
        }
        if (!take(taken_, std::move(std::get<Result>(first)))) over_ = ended_ = true;
      } catch (...) {
        end_with(std::current_exception());
      }
      ++taken_;
    }
    moved_.notify_all();
  }

  void end_with(std::exception_ptr error) {
    if (!ended_) error_ = std::move(error);
    over_ = ended_ = true;
  }

  const Range range_;

  std::mutex mutex_;  // guards all that follows
  std::condition_variable moved_;
  std::uint64_t next_;   // not begun
  std::uint64_t taken_;  // those before are taken
  std::map<std::uint64_t, Outcome> outcomes_;
  std::exception_ptr error_;
  bool over_ = false;   // no further task is begun
  bool ended_ = false;  // no further result is taken
};

}  // namespace hogtie
