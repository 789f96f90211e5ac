#include "tools/hogtie/commands/league/league_request.h"

#include <algorithm>

#include "core/algorithms/registry.h"
#include "core/error.h"
#include "core/settings/ranges.h"
#include "core/system/processors.h"
#include "sim/threads/run_threads.h"
#include "sim/threads/versioned_cells.h"
#include "tools/hogtie/cli/adversary_options.h"
#include "tools/hogtie/cli/taken_settings.h"

namespace hogtie {
namespace {

constexpr double kNoise = 0.3;
constexpr std::uint64_t kTau = 16;

void check_league(const proto::Experiment& experiment) {
  check_ranges(experiment);
  if (experiment.limits().has_steps()) {
    throw InputError(
        "limits.steps would cut runs short; leave it out and set algorithm.iterations");
  }
}

}  // namespace

LeagueRequest league_request(const LeagueOptions& options) {
  LeagueRequest request;
  proto::Experiment& experiment = request.experiment;
  experiment = options.experiment;
  check_league(experiment);
  proto::Objective& objective = *experiment.mutable_objective();
  if (!options.from_file && objective.name() == "quadratic" && !objective.has_noise()) {
    objective.set_noise(kNoise);
  }
  request.algorithms = options.algorithms;
  if (request.algorithms.empty() && experiment.algorithm().has_name()) {
    request.algorithms = {experiment.algorithm().name()};
  }
  if (request.algorithms.empty()) {
    for (const RegistryEntry& entry : algorithms()) request.algorithms.emplace_back(entry.name);
    request.leaves_out_algorithms = true;
  }
  request.adversaries = options.adversaries;
  if (request.adversaries.empty() && experiment.adversary().has_name()) {
    request.adversaries = {experiment.adversary().name()};
  }
  if (request.adversaries.empty()) {
    request.adversaries = {"uniform",        "bursts",   "heavy_tail", "pos",
                           "stale_gradient", "swarm",    "max_delay",  "mid_update_stall",
                           "noise_selector", "resonance"};
    request.leaves_out_adversaries = true;
  }
  check_taken(experiment.adversary(), request.adversaries, {});
  check_taken(experiment.algorithm(), algorithms(), "algorithm", "algorithms", request.algorithms,
              {});
  if (!experiment.adversary().has_tau()) experiment.mutable_adversary()->set_tau(kTau);
  request.hardware = options.hardware;
  if (!request.hardware.empty() && is_racy(experiment.machine().order())) {
    throw InputError("machine.order=" + proto::MemoryOrder_Name(experiment.machine().order()) +
                     " cannot be recorded, which hitting times of threads are measured on; set "
                     "machine.order=SEQ_CST or RELAXED, or leave '--hardware' out");
  }
  if (!request.hardware.empty() && !has_wide_compare_and_swap()) {
    throw InputError(
        "the league on threads needs a 16-byte compare&swap (cmpxchg16b) to record them, which "
        "this processor lacks; leave '--hardware' out");
  }
  request.trials = options.trials;
  request.threads = options.threads.value_or(usable_processors());
  return request;
}

}  // namespace hogtie
