#include <string>
#include <vector>

#include "tests/core/testing_settings.h"
#include "tests/golden/golden_list.h"

namespace hogtie::golden {
namespace {

using testing::Settings;
using testing::with;

struct Algorithm {
  std::string name;
  Settings settings;
  bool needs_data = false;
  bool strong = false;  ///< Also under greedy.
  bool model = false;   ///< Also with views of the whole model.
};

const std::vector<Algorithm> kAlgorithms{
    {.name = "epoch_sgd", .settings = {}, .model = true},
    {.name = "full_sgd",
     .settings = {"algorithm.iterations=60", "algorithm.epochs=3"},
     .strong = true,
     .model = true},
    {.name = "sequential_sgd", .settings = {}},
    {.name = "minibatch_sgd", .settings = {}},
    {.name = "locked_sgd", .settings = {}},
    {.name = "hogwild", .settings = {}, .strong = true, .model = true},
    {.name = "delay_adaptive_sgd", .settings = {}},
    {.name = "dropping_sgd", .settings = {"algorithm.tau_drop=3"}, .model = true},
    {.name = "momentum_sgd", .settings = {"algorithm.momentum=0.5"}},
    {.name = "buckwild", .settings = {"algorithm.bits=5"}},
    {.name = "async_minibatch_sgd",
     .settings = {"algorithm.batch=3"},
     .strong = true,
     .model = true},
    {.name = "coordinate_descent", .settings = {}, .strong = true},
    {.name = "averaged_sgd", .settings = {}, .model = true},
    {.name = "leashed_sgd", .settings = {"algorithm.tries=3"}, .strong = true},
    {.name = "kromagnon",
     .settings = {"algorithm.iterations=60", "algorithm.epochs=2"},
     .needs_data = true},
    {.name = "asaga", .settings = {}, .needs_data = true}};

/// Algorithms whose workers wait for others starve soon.
const Settings kShortRun{"algorithm.iterations=150", "limits.spins=300"};
const Settings kQuadratic{"objective.dimension=5", "objective.curvature=1,0.5,2,1,0.25",
                          "objective.noise=0.5"};
const Settings kSparseData{"objective.name=logistic",
                           "objective.data.path=golden/inputs/sparse.svm", "success.epsilon=0.5"};

}  // namespace

std::vector<GoldenRun> algorithm_settings() {
  std::vector<GoldenRun> runs;
  for (const Algorithm& algorithm : kAlgorithms) {
    const Settings named = with(kShortRun, {"algorithm.name=" + algorithm.name});
    runs.push_back({algorithm.name, with(with(named, algorithm.settings),
                                         algorithm.needs_data ? kSparseData : kQuadratic)});
  }
  return runs;
}

std::vector<GoldenRun> algorithm_runs() {
  std::vector<GoldenRun> runs;
  for (const Algorithm& algorithm : kAlgorithms) {
    const auto add = [&](const std::string& how, const Settings& more) {
      const Settings named = with(kShortRun, {"algorithm.name=" + algorithm.name});
      runs.push_back(
          {"algorithm-" + algorithm.name + "-" + how, with(with(named, algorithm.settings), more)});
    };
    add("uniform", algorithm.needs_data ? kSparseData : kQuadratic);
    add("stale", with(kSparseData, {"adversary.name=stale_gradient", "adversary.tau=7"}));
    if (algorithm.strong) add("strong", with(kQuadratic, {"adversary.name=greedy", "workers=3"}));
    if (algorithm.model) add("model", with(kSparseData, {"algorithm.view=MODEL"}));
  }
  return runs;
}

}  // namespace hogtie::golden
