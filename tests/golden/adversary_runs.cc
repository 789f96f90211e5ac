#include <string>
#include <vector>

#include "tests/core/testing_settings.h"
#include "tests/golden/golden_list.h"

namespace hogtie::golden {
namespace {

using testing::Settings;
using testing::with;

const Settings kFiveWorkers{"workers=5", "objective.dimension=3", "objective.curvature=1,2,0.5",
                            "objective.noise=0.5", "algorithm.iterations=250"};

const std::vector<GoldenRun> kAdversaries{
    {"sequential", {}},
    {"round_robin", {}},
    {"uniform", {}},
    {"weighted", {"adversary.speeds=1,5,25"}},
    {"bursts", {"adversary.burst=12"}},
    {"heavy_tail", {"adversary.shape=1.1"}},
    {"histogram", {"adversary.schedule_file=golden/inputs/stalls.histogram"}},
    {"fixed", {"adversary.schedule={worker: 3 steps: 7}, {worker: 0 steps: 2}, {worker: 1}"}},
    {"replay", {"adversary.trace=golden/traces/adversary-bursts.trace"}},
    {"pct", {"adversary.depth=6", "adversary.horizon=1500"}},
    {"pos", {}},
    {"stale_gradient", {"adversary.tau=10"}},
    {"swarm", {"adversary.tau=9"}},
    {"max_delay", {"adversary.tau=12"}},
    {"mid_update_stall", {"adversary.tau=8"}},
    {"greedy", {}},
    {"lookahead", {"adversary.depth=3"}},
    {"noise_selector", {}},
    {"alignment", {"adversary.tau=10"}},
    {"resonance", {"adversary.tau=20"}},
    {"portfolio", {"adversary.phase=64"}}};

const std::vector<GoldenRun> kAdversaryVariants{
    {"histogram-processors",
     {"adversary.name=histogram", "adversary.schedule_file=golden/inputs/processors.histogram"}},
    {"fixed-file",
     {"adversary.name=fixed", "adversary.schedule_file=golden/inputs/turns.schedule"}},
    {"portfolio-rotate",
     {"adversary.name=portfolio", "adversary.phase=40", "adversary.switching=ROTATE",
      "adversary.members={name: 'uniform'}, {name: 'swarm' tau: 5}, {name: 'histogram' "
      "schedule_file: 'golden/inputs/stalls.histogram'}, {name: 'portfolio' phase: 16 members { "
      "name: 'greedy' } members { name: 'bursts' burst: 4 }}"}},
    {"tau_max", {"adversary.tau_max=3"}},
    {"tau_max-swarm", {"adversary.name=swarm", "adversary.tau=20", "adversary.tau_max=6"}},
    {"wait_max", {"adversary.name=bursts", "adversary.burst=40", "adversary.wait_max=30"}},
    {"wait_max-sequential", {"adversary.name=sequential", "adversary.wait_max=20"}},
    {"crashes", {"adversary.crashes={worker: 1 step: 100}, {worker: 3 step: 500}, {worker: 4}"}},
    {"wrappers",
     {"adversary.name=stale_gradient", "adversary.tau=40", "adversary.tau_max=15",
      "adversary.wait_max=100", "adversary.crashes={worker: 2 step: 333}"}}};

}  // namespace

std::vector<GoldenRun> adversary_settings() {
  std::vector<GoldenRun> runs;
  for (const GoldenRun& adversary : kAdversaries) {
    runs.push_back(
        {adversary.name, with({"adversary.name=" + adversary.name}, adversary.settings)});
  }
  for (const GoldenRun& variant : kAdversaryVariants) runs.push_back(variant);
  return runs;
}

std::vector<GoldenRun> adversary_runs() {
  std::vector<GoldenRun> runs;
  for (const GoldenRun& adversary : kAdversaries) {
    const Settings named = with(kFiveWorkers, {"adversary.name=" + adversary.name});
    runs.push_back({"adversary-" + adversary.name, with(named, adversary.settings)});
  }
  for (const GoldenRun& variant : kAdversaryVariants) {
    runs.push_back({"adversary-" + variant.name, with(kFiveWorkers, variant.settings)});
  }
  return runs;
}

}  // namespace hogtie::golden
