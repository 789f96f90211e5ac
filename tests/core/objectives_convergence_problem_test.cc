#include "core/objectives/convergence_problem.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "core/theory/premise.h"
#include "tests/core/testing_files.h"

namespace hogtie {
namespace {

proto::Experiment experiment_of(const std::string& text) {
  proto::Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &experiment)) << text;
  return experiment;
}

ConvergenceProblem problem_of(const std::string& text) {
  const proto::Experiment experiment = experiment_of(text);
  return convergence_problem(experiment, *make_objective(experiment.objective()));
}

// L = 2.
constexpr const char* kQuadratic = "objective { dimension: 4 curvature: [2, 1, 1, 1] } ";

TEST(ConvergenceProblem, EpsilonIsThatOfTheSuccessRegion) {
  const ConvergenceProblem problem = problem_of(std::string(kQuadratic) + "success { epsilon: 3 }");
  EXPECT_EQ(problem.strong_convexity, 1);
  EXPECT_EQ(problem.lipschitz, 2);
  EXPECT_EQ(problem.second_moment, 16);  // (2 * 2)^2
  EXPECT_EQ(problem.initial_distance, 2);
  EXPECT_EQ(problem.epsilon, 3);
  EXPECT_EQ(problem_of(std::string(kQuadratic) + "success { loss: 3 }").epsilon, 3);  // 2 * 3 / 2
}

TEST(ConvergenceProblem, EpsilonWithinAGradientsNorm) {
  // ||grad f(x)|| <= L ||x - x*|| with L = 2, attained along the first axis: (3 / 2)^2.
  EXPECT_EQ(problem_of(std::string(kQuadratic) + "success { gradient_norm: 3 }").epsilon, 2.25);
}

TEST(ConvergenceProblem, PremisesNameTheObjective) {
  EXPECT_EQ(message_of<PremiseError>([] { problem_of("objective { name: 'matrix_completion' }"); }),
            "premise does not hold: objective 'matrix_completion' is convex");
  EXPECT_EQ(message_of<PremiseError>([] {
              problem_of("objective { name: 'hinge' data { path: '" HOGTIE_TEST_DATA
                         "/breast-cancer.svm' } }");
            }),
            "premise does not hold: objective 'hinge' has a Lipschitz continuous gradient");
}

}  // namespace
}  // namespace hogtie
