#include "sim/studies/compare/side.h"

#include <cmath>

namespace hogtie {
namespace {

/// Iterations per second.
double rate(const ThreadsReport& report) {
  return static_cast<double>(report.total.ended) / report.seconds;
}

}  // namespace

void ThreadFigures::add(const RecordedThreads& recorded, const ThreadsReport& unrecorded,
                        const std::optional<ThreadsReport>& racy) {
  recorded_rates.push_back(rate(recorded.threads));
  unrecorded_rates.push_back(rate(unrecorded));
  switches += recorded.switches;
  recorded_begun_during.add(recorded.threads.total.begun_during);
  unrecorded_begun_during.add(unrecorded.total.begun_during);
  if (racy) {
    racy_updates += racy->total.updates;
    lost_updates += racy->lost_updates.value_or(0);
  }
  if (warnings.empty()) warnings = unrecorded.warnings;
}

void SideTrials::add(const TrialResult& result) {
  tally.add(result);
  iterations += result.metrics.iterations();
  if (result.metrics.has_hitting_time()) hitting_times.push_back(result.metrics.hitting_time());
  contention.push_back(result.contention);
  delays.push_back(result.delays[kByFirstUpdate]);
}

MedianTime hitting_time(const SideTrials& side, double confidence) {
  return median_time(side.hitting_times, side.tally.trials, confidence);
}

PriceOfAsynchrony price_of_asynchrony(const SideTrials& side, const SideTrials& sequential,
                                      double confidence) {
  return median_ratio({side.hitting_times, side.tally.trials},
                      {sequential.hitting_times, sequential.tally.trials}, confidence);
}

}  // namespace hogtie
