#include "sim/studies/price/measure.h"
#include "sim/studies/common/run_failure.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/monitors/contention_monitor.h"
#include "core/random/trial_seed.h"
#include "sim/simulation/convergence_of.h"
#include "sim/simulation/crash_reader.h"
#include "sim/simulation/session.h"
#include "sim/studies/price/price_point.h"
#include "sim/studies/price/sample_times.h"

namespace hogtie {
namespace {

std::vector<std::uint64_t> times_of(const proto::Experiment& experiment) {
  const proto::Adversary& adversary = experiment.adversary();
  const std::uint64_t unit =
      goes_by_rounds(adversary)
          ? round_length({adversary.name(), experiment.workers(), adversary.tau()})
          : 1;
  return sample_times(experiment.algorithm().iterations(), unit);
}

/// The measurements of one run.
struct PriceTrial {
  std::vector<double> curve;
  std::optional<Hit> hit;
  std::uint64_t contention;
};

PriceTrial run(const RunSetup& setup, std::uint64_t seed, std::span<const std::uint64_t> times,
               const std::atomic<bool>* interrupted) {
  Watch watch;
  watch.interrupted = interrupted;
  Session session(setup, seed, watch);
  Machine& machine = session.machine();
  ConvergenceMonitor convergence = convergence_of(session.simulation(), times);
  ContentionMonitor contention(setup.experiment().workers());
  CrashReader crashes(setup.experiment().adversary(), [&](std::uint32_t worker) {
    machine.caught_up_playback();
    contention.worker_crashed(worker);
  });
  machine.add_reader(convergence);
  machine.add_reader(contention);
  machine.add_reader(crashes);
  const Ending ending = session.run();
  if (ending.verdict == proto::STOPPED) throw Interrupted();
  if (ending.verdict == proto::ADVERSARY_ERROR || ending.verdict == proto::WORKER_ERROR) {
    throw RunFailure(ending.detail);
  }
  return {convergence.curve(), convergence.hit(), contention.maximum()};
}

/// The value at this rank, from 1, in ascending order; none above the last.
std::optional<std::uint64_t> at_rank(std::vector<std::uint64_t> values, std::uint64_t rank) {
  if (values.size() < rank) return std::nullopt;
  std::sort(values.begin(), values.end());
  return values[rank - 1];
}

}  // namespace

PriceMeasurement measure(const RunSetup& setup, std::uint64_t trials,
                         const std::atomic<bool>* interrupted) {
  const std::vector<std::uint64_t> times = times_of(setup.experiment());
  std::vector<double> sums(times.size());
  std::vector<std::uint64_t> hitting_times;
  PriceMeasurement measured{};
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    const PriceTrial result =
        run(setup, trial_seed(setup.experiment().seed(), trial), times, interrupted);
    // With workers crashed a run may not come to the end of the curve.
    sums.resize(std::min(sums.size(), result.curve.size()));
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += result.curve[k];
    if (result.hit) hitting_times.push_back(result.hit->time);
    measured.contention = std::max(measured.contention, result.contention);
  }
  for (double& sum : sums) sum /= static_cast<double>(trials);
  measured.decay = decay_of(std::span(times).first(sums.size()), sums);
  measured.iterations = setup.experiment().algorithm().iterations();
  measured.reached = hitting_times.size();
  measured.hitting_time = at_rank(std::move(hitting_times), (trials + 1) / 2);
  return measured;
}

}  // namespace hogtie
