#include "sim/trials/run_trials.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "core/random/trial_seed.h"
#include "sim/machine/stack_pool.h"
#include "sim/trials/curve_times.h"
#include "sim/trials/trial.h"

namespace hogtie {
namespace {

/// Hands out trials to threads, and adds up their results in the order of the trials.
class Trials {
 public:
  Trials(const RunSetup& setup, const TrialsRequest& request, TrialTally done,
         const TrialsWatch& watch)
      : setup_(setup),
        request_(request),
        watch_(watch),
        curve_times_(curve_times(iterations_in_all(setup.algorithm()))),
        report_{std::move(done), false, false, std::nullopt},
        next_(report_.tally.trials),
        window_(kAhead * request.threads) {
    look();
  }

  TrialsReport run() {
    std::vector<std::thread> others;
    for (std::uint32_t k = 1; k < request_.threads; ++k) others.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : others) thread.join();
    if (error_) std::rethrow_exception(error_);
    report_.interrupted = !over_ && report_.tally.trials < request_.trials;
    return std::move(report_);
  }

 private:
  using Outcome = std::variant<TrialResult, std::exception_ptr>;

  /// Trials that a thread may be ahead of those added up: bounds what is kept of them.
  static constexpr std::uint64_t kAhead = 16;

  bool interrupted() const {
    return watch_.interrupted != nullptr && watch_.interrupted->load(std::memory_order_relaxed);
  }

  void work() {
    while (const std::optional<std::uint64_t> trial = claim()) {
      Outcome outcome;
      try {
        outcome = run_trial(setup_, trial_seed(setup_.experiment().seed(), *trial), curve_times_,
                            watch_.interrupted);
      } catch (...) {
        outcome = std::current_exception();
      }
      deliver(*trial, std::move(outcome));
    }
  }

  /// The next trial, once it is not too far ahead; none where there is no more to do.
  std::optional<std::uint64_t> claim() {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [this] {
      return over_ || stopped_ || next_ >= request_.trials ||
             next_ < report_.tally.trials + window_;
    });
    if (interrupted()) stopped_ = true;
    if (over_ || stopped_ || next_ >= request_.trials) return std::nullopt;
    return next_++;
  }

  void deliver(std::uint64_t trial, Outcome outcome) {
    const std::lock_guard lock(mutex_);
    const auto* const result = std::get_if<TrialResult>(&outcome);
    if (result != nullptr && result->ending.verdict == proto::STOPPED) {
      stopped_ = true;
    } else {
      outcomes_.emplace(trial, std::move(outcome));
    }
    const std::uint64_t before = report_.tally.trials;
    while (!over_ && !outcomes_.empty() && outcomes_.begin()->first == report_.tally.trials) {
      add(outcomes_.begin()->second);
      outcomes_.erase(outcomes_.begin());
    }
    if (watch_.progress && report_.tally.trials > before) watch_.progress(report_.tally.trials);
    moved_.notify_all();
  }

  void add(const Outcome& outcome) {
    if (const auto* const error = std::get_if<std::exception_ptr>(&outcome)) {
      error_ = *error;
      over_ = true;
      return;
    }
    const auto& result = std::get<TrialResult>(outcome);
    if (result.ending.verdict == proto::ADVERSARY_ERROR ||
        result.ending.verdict == proto::WORKER_ERROR) {
      report_.failure = {report_.tally.trials, result.ending.detail};
      over_ = true;
      return;
    }
    report_.tally.add(result);
    look();
  }

  /// Whether the interval is narrow enough, asked at trials that do not depend on the threads.
  void look() {
    if (!request_.target_width.has_value() || report_.tally.trials == 0 ||
        report_.tally.trials % kTrialsBetweenLooks != 0) {
      return;
    }
    if (report_.tally.failure_interval(request_.confidence).width() <= *request_.target_width) {
      report_.narrow_enough = true;
      over_ = true;
    }
  }

  const RunSetup& setup_;
  const TrialsRequest& request_;
  const TrialsWatch& watch_;
  const std::vector<std::uint64_t> curve_times_;

  std::mutex mutex_;  // guards all that follows
  std::condition_variable moved_;
  TrialsReport report_;
  std::uint64_t next_;
  std::uint64_t window_;
  std::map<std::uint64_t, Outcome> outcomes_;  // of trials not added up yet
  std::exception_ptr error_;
  bool over_ = false;     // more trials would not change the report
  bool stopped_ = false;  // interrupted
};

}  // namespace

std::uint32_t usable_threads(const RunSetup& setup, std::uint32_t wanted) {
  const std::uint32_t fit = StackPool::kGuardedMax / setup.experiment().workers();
  return std::clamp(fit, 1U, wanted);
}

TrialsReport run_trials(const RunSetup& setup, const TrialsRequest& request, TrialTally done,
                        const TrialsWatch& watch) {
  return Trials(setup, request, std::move(done), watch).run();
}

}  // namespace hogtie
