#include "sim/studies/trials/run_trials.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/random/trial_seed.h"
#include "sim/studies/common/curve_times.h"
#include "sim/studies/common/ordered_parallel_for.h"
#include "sim/studies/trials/trial.h"

namespace hogtie {
namespace {

/// Adds up the results of trials.
class Trials {
 public:
  Trials(const RunSetup& setup, const TrialsRequest& request, TrialTally done,
         const TrialsWatch& watch)
      : setup_(setup),
        request_(request),
        watch_(watch),
        curve_times_(curve_times(iterations_in_all(setup.algorithm()))),
        report_{std::move(done), false, false, std::nullopt} {
    look();
  }

  TrialsReport run() {
    if (!report_.narrow_enough) {
      OrderedParallelFor<TrialResult>::run(
          {report_.tally.trials, request_.trials, request_.threads, watch_.interrupted},
          [this](std::uint64_t trial) {
            return run_trial(setup_, trial_seed(setup_.experiment().seed(), trial), curve_times_,
                             {watch_.interrupted});
          },
          [this](std::uint64_t, const TrialResult& result) { return add(result); });
    }
    report_.interrupted = !report_.narrow_enough && !report_.failure.has_value() &&
                          report_.tally.trials < request_.trials;
    return std::move(report_);
  }

 private:
  /// Whether more trials would change the report.
  bool add(const TrialResult& result) {
    if (result.ending.verdict == proto::STOPPED) return false;
    if (result.ending.verdict == proto::ADVERSARY_ERROR ||
        result.ending.verdict == proto::WORKER_ERROR) {
      report_.failure = {report_.tally.trials, result.ending.detail};
      return false;
    }
    report_.tally.add(result);
    if (watch_.progress) watch_.progress(report_.tally.trials);
    look();
    return !report_.narrow_enough;
  }

  /// Whether the interval is narrow enough, asked at trials that do not depend on the threads.
  void look() {
    if (!request_.target_width.has_value() || report_.tally.trials == 0 ||
        report_.tally.trials % kTrialsBetweenLooks != 0) {
      return;
    }
    if (report_.tally.failure_interval(request_.confidence).width() <= *request_.target_width) {
      report_.narrow_enough = true;
    }
  }

  const RunSetup& setup_;
  const TrialsRequest& request_;
  const TrialsWatch& watch_;
  const std::vector<std::uint64_t> curve_times_;
  TrialsReport report_;
};

}  // namespace

TrialsReport run_trials(const RunSetup& setup, const TrialsRequest& request, TrialTally done,
                        const TrialsWatch& watch) {
  return Trials(setup, request, std::move(done), watch).run();
}

}  // namespace hogtie
