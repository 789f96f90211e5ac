#include <string>
#include <vector>

#include "tests/core/testing_settings.h"
#include "tests/golden/golden_list.h"

namespace hogtie::golden {
namespace {

using testing::Settings;
using testing::with;

const std::string kDiabetes = "objective.data.path=data/diabetes.svm";
const std::string kBreastCancer = "objective.data.path=data/breast-cancer.svm";
const std::string kDigits = "objective.data.path=data/digits-even.svm.zst";
const std::string kSparse = "objective.data.path=golden/inputs/sparse.svm";

const std::vector<GoldenRun> kObjectives{
    {"quadratic", {"objective.name=quadratic", "objective.dimension=6"}},
    {"quadratic-noise", {"objective.noise=1", "objective.initial=0.5", "objective.radius=3"}},
    {"quadratic-zeros",
     {"objective.dimension=4", "objective.initial=1,0,-1,0", "objective.curvature=0.5"}},
    {"quadratic-one", {"objective.dimension=1", "objective.noise=0.1"}},
    {"quadratic-wide", {"objective.dimension=300", "algorithm.iterations=8"}},
    {"least_squares", {"objective.name=least_squares", kDiabetes, "algorithm.step_size=0.001"}},
    {"least_squares-zero-based",
     {"objective.name=least_squares", "objective.data.path=golden/inputs/zero_based.svm",
      "objective.data.zero_based=true"}},
    {"ridge", {"objective.name=ridge", kDiabetes, "algorithm.step_size=0.001"}},
    {"ridge-model", {"objective.name=ridge", kSparse, "objective.l2=0.1", "algorithm.view=MODEL"}},
    {"logistic", {"objective.name=logistic", kBreastCancer, "algorithm.iterations=60"}},
    {"logistic-digits",
     {"objective.name=logistic", kDigits, "objective.l2=0.1", "algorithm.iterations=25"}},
    {"logistic-loss",
     {"objective.name=logistic", kSparse, "objective.l2=0.001", "success.loss=0.65"}},
    {"hinge", {"objective.name=hinge", kBreastCancer, "algorithm.iterations=60"}},
    {"hinge-sparse", {"objective.name=hinge", kSparse, "objective.l2=0.5"}},
    {"huber",
     {"objective.name=huber", kBreastCancer, "objective.delta=0.5", "algorithm.step_size=0.01",
      "algorithm.iterations=60"}},
    {"matrix_completion", {"objective.name=matrix_completion", "success.loss=0.7"}},
    {"matrix_completion-noise",
     {"objective.name=matrix_completion", "objective.noise=0.5", "objective.rows=12",
      "objective.columns=9", "objective.rank=3", "objective.observed=0.5", "objective.data_seed=7",
      "objective.initial_seed=9", "success.gradient_norm=0.1"}},
    {"matrix_completion-ratings",
     {"objective.name=matrix_completion", "objective.data.path=golden/inputs/ratings.csv",
      "success.loss=2"}},
    {"two_layer",
     {"objective.name=two_layer", kBreastCancer, "objective.hidden=2", "objective.initial_seed=3",
      "algorithm.iterations=30", "success.loss=0.5"}},
    {"two_layer-sparse",
     {"objective.name=two_layer", kSparse, "objective.hidden=3", "success.gradient_norm=0.05"}}};

}  // namespace

std::vector<GoldenRun> objective_runs() {
  std::vector<GoldenRun> runs;
  for (const GoldenRun& objective : kObjectives) {
    runs.push_back({"objective-" + objective.name,
                    with({"algorithm.iterations=150", "seed=5"}, objective.settings)});
  }
  return runs;
}

}  // namespace hogtie::golden
