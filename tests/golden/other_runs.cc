#include <string>
#include <vector>

#include "tests/core/testing_settings.h"
#include "tests/golden/golden_list.h"

namespace hogtie::golden {
namespace {

using testing::Settings;
using testing::with;

const Settings kThreeNoisy{"objective.dimension=3", "objective.noise=0.5"};
/// On x^2/2 an update takes x to -2x.
const Settings kDoubling{"objective.dimension=1", "workers=1", "algorithm.step_size=3",
                         "algorithm.iterations=1500"};
const Settings kTwoThreads{"machine=threads", "workers=2", "algorithm.iterations=200"};
const Settings kRows{"objective.name=logistic", "objective.data.path=golden/inputs/sparse.svm"};

}  // namespace

std::vector<GoldenRun> other_runs() {
  return {
      {"ending-one-step", with(kThreeNoisy, {"limits.steps=1"})},
      {"ending-before-a-block", with(kThreeNoisy, {"limits.steps=1023"})},
      {"ending-at-a-block", with(kThreeNoisy, {"limits.steps=1024", "adversary=sequential"})},
      {"ending-after-a-block", with(kThreeNoisy, {"limits.steps=1025", "adversary=round_robin"})},
      {"ending-all-crash",
       with(kThreeNoisy, {"workers=2", "adversary=round_robin",
                          "adversary.crashes={worker: 0 step: 90}, {worker: 1 step: 70}"})},
      {"ending-not-finite", kDoubling},
      {"ending-not-finite-at-a-limit", with(kDoubling, {"limits.steps=4000"})},
      {"ending-starved-lock",
       {"algorithm=locked_sgd", "adversary=pct", "workers=3", "limits.spins=2000", "seed=2"}},
      {"ending-starved-barrier",
       {"algorithm=minibatch_sgd", "workers=3", "limits.spins=1000",
        "adversary.crashes={worker: 1 step: 400}"}},
      {"ending-schedule-over",
       with(kThreeNoisy, {"workers=5", "adversary=replay",
                          "adversary.trace=golden/traces/adversary-uniform.trace"})},
      {"ending-adversary-error",
       with(kThreeNoisy, {"workers=5", "adversary=replay", "algorithm.iterations=100",
                          "adversary.trace=golden/traces/adversary-uniform.trace"})},
      {"chunks",
       {"workers=2", "objective.dimension=1", "objective.noise=0.1", "algorithm.iterations=100000",
        "adversary=round_robin"}},
      {"workers-1", with(kThreeNoisy, {"workers=1", "algorithm.iterations=150"})},
      {"workers-70", with(kThreeNoisy, {"workers=70", "algorithm.iterations=200"})},
      {"workers-300",
       with(kThreeNoisy, {"workers=300", "algorithm.iterations=400", "adversary=round_robin"})},
      {"success-loss", with(kThreeNoisy, {"algorithm.iterations=200", "success.loss=1"})},
      {"success-gradient-norm",
       with(kThreeNoisy, {"algorithm.iterations=200", "success.gradient_norm=1"})},
      {"success-every",
       with(kThreeNoisy, {"algorithm.iterations=200", "success.epsilon=1", "success.every=10"})},
      {"success-never", with(kThreeNoisy, {"algorithm.iterations=200", "success.epsilon=0"})},
      {"seed", with(kThreeNoisy, {"algorithm.iterations=200", "seed=18446744073709551615"})},
      {"threads-noise", with(kTwoThreads, kThreeNoisy)},
      {"threads-cache-line",
       with(with(kTwoThreads, kRows), {"algorithm.view=MODEL", "machine.layout=CACHE_LINE"})},
      {"threads-relaxed", with(with(kTwoThreads, kRows), {"machine.order=RELAXED"})},
      {"threads-full_sgd",
       with(with(kTwoThreads, kThreeNoisy), {"algorithm=full_sgd", "algorithm.epochs=2"})},
      {"threads-hogwild", with(with(kTwoThreads, kThreeNoisy), {"algorithm=hogwild"})},
      {"threads-leashed_sgd", with(with(kTwoThreads, kThreeNoisy), {"algorithm=leashed_sgd"})},
  };
}

}  // namespace hogtie::golden
