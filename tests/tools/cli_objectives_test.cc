// Objectives that have no x*, or no L, under every command.

#include <filesystem>
#include <string>

#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::lines_of;
using testing::Outcome;

class CliObjectives : public testing::Cli {
 protected:
  CliObjectives() {
    std::filesystem::copy(HOGTIE_TEST_DATA "/breast-cancer.svm", path("cancer.svm"));
  }

  // Of a command that writes one.
  nlohmann::json row_of(const std::string& arguments) const { return json_of(arguments)[0]; }
};

// Success is found on the way: the loss begins at 0.79.
const std::string kCompletion =
    " --set objective.name=matrix_completion --set objective.l2=0 --set workers=2 "
    "--set algorithm.iterations=3000 --set success.loss=0.5";
const std::string kHinge =
    " --set objective.name=hinge --set objective.data.path=cancer.svm --set workers=2";

TEST_F(CliObjectives, RunsAreMeasuredByLossAndGradientNorm) {
  const auto run = row_of("run" + kCompletion + " --trace a.trace");
  EXPECT_FALSE(run.contains("final_distance"));
  EXPECT_GT(run["final_gradient_norm"], 0.0);
  EXPECT_LE(run["final_loss"], 0.5);
  EXPECT_GT(run["hitting_time"], 0);
  const auto replay = row_of("replay a.trace");
  EXPECT_EQ(replay["verdict"], "completed");
  EXPECT_EQ(replay["final_loss"], run["final_loss"]);
  EXPECT_EQ(replay["hitting_time"], run["hitting_time"]);
  const Outcome recorded =
      hogtie("run" + kCompletion + " --set machine=threads --trace b.trace --format json");
  ASSERT_EQ(recorded.status, 0) << recorded.errors;
  const auto threads = nlohmann::json::parse(recorded.output)[0];
  EXPECT_FALSE(threads.contains("final_distance"));
  EXPECT_EQ(row_of("replay b.trace")["final_loss"], threads["final_loss"]);
}

TEST_F(CliObjectives, SuccessByTheGradientsNorm) {
  // On the quadratic it is ||x||, from sqrt(8) on; 1/2 is reached where ||x||^2 <= 1/4 is.
  const auto by_gradient = row_of("run --set success.gradient_norm=0.5");
  const auto by_distance = row_of("run --set success.epsilon=0.25");
  EXPECT_EQ(by_gradient["hitting_time"], by_distance["hitting_time"]);
  EXPECT_EQ(by_gradient["final_gradient_norm"], by_gradient["final_distance"]);
  EXPECT_EQ(error_of("run --set success.gradient_norm=1 --set success.loss=1"),
            "success.loss and success.gradient_norm are two success regions; set one of them");
}

TEST_F(CliObjectives, SuccessIsNoDistanceWithoutAnOptimum) {
  const std::string wanted =
      "objective 'matrix_completion' has no known minimiser x* to be near to; set success.loss=F, "
      "or success.gradient_norm=G";
  for (const char* const command :
       {"run", "run --set machine=threads", "trials --trials 2", "compare --hardware threads=2"}) {
    EXPECT_EQ(error_of(std::string(command) + " --set objective.name=matrix_completion"), wanted)
        << command;
  }
}

TEST_F(CliObjectives, TrialsFollowTheLoss) {
  const auto trials = json_of("trials" + kCompletion + " --trials 3 --worst-trace w.trace");
  EXPECT_FALSE(trials.contains("final_distance"));
  EXPECT_EQ(trials["final_gradient_norm"]["trials"], 3);
  EXPECT_TRUE(trials["squared_distance"].empty());
  EXPECT_EQ(trials["loss"][0]["t"], 0);
  EXPECT_EQ(trials["loss"].back()["t"], 3000);
  EXPECT_LT(trials["loss"].back()["mean"], trials["loss"][0]["mean"]);
  EXPECT_FALSE(trials["worst"].contains("final_distance"));
  EXPECT_EQ(row_of("replay w.trace")["final_loss"], trials["worst"]["final_loss"]);
  const std::string text = output_of("trials" + kCompletion + " --trials 3");
  EXPECT_NE(text.find("mean f(x_t)"), std::string::npos) << text;
  EXPECT_EQ(text.find("x*"), std::string::npos) << text;
  // With an x* the losses are not asked for.
  EXPECT_TRUE(json_of("trials --trials 2")["loss"].empty());
}

TEST_F(CliObjectives, TrialsGoOnWhereTheyWereInterrupted) {
  const std::string experiment = kCompletion + " --set algorithm.iterations=10000";
  const Outcome begun = interrupted("trials" + experiment + " --trials 60", "0.1");
  ASSERT_EQ(begun.status, 1) << begun.errors;
  const std::string line = lines_of(begun.errors).back();
  const std::string state = line.substr(line.rfind(' ') + 1);
  EXPECT_EQ(output_of("trials --resume " + state + " --format csv"),
            output_of("trials" + experiment + " --trials 60 --format csv"));
}

TEST_F(CliObjectives, CompareLeavesDistancesAndBoundsOut) {
  const auto compared =
      json_of("compare" + kCompletion + " --simulated uniform --hardware threads=2 --trials 2");
  const auto& side = compared["sides"][1];
  EXPECT_EQ(side["schedule"], "uniform");
  EXPECT_GT(side["hitting_time"], 0);
  EXPECT_FALSE(side.contains("final_distance_mean"));
  EXPECT_GT(side["final_gradient_norm_mean"], 0.0);
  EXPECT_FALSE(side.contains("corollary_6_7_price"));
  EXPECT_FALSE(compared["curve"][0].contains("squared_distance_mean"));
  EXPECT_GT(compared["curve"][0]["loss_mean"], 0.5);
}

TEST_F(CliObjectives, WithoutDelaysThereAreNone) {
  const std::string leashed =
      "compare --quiet --set algorithm.name=leashed_sgd --simulated uniform --hardware threads=2 "
      "--trials 2";
  const auto compared = json_of(leashed);
  EXPECT_FALSE(compared["sides"][1].contains("delay_by_first_update_mean"));
  EXPECT_GT(compared["sides"][1]["contention_mean"], 0);
  EXPECT_FALSE(compared["pairs"][0].contains("delay_ks"));
  EXPECT_EQ(output_of(leashed).find("delay of an iteration"), std::string::npos);
}

TEST_F(CliObjectives, WhatIfSetsLossesSideBySide) {
  output_of("run" + kCompletion + " --trace a.trace");
  const auto rows = json_of("what-if a.trace --stall 0@100+5000");
  const auto row = [&](const std::string& figure) {
    return *std::find_if(rows.begin(), rows.end(),
                         [&](const auto& r) { return r["figure"] == figure; });
  };
  EXPECT_FALSE(row("final_distance").contains("changed"));
  EXPECT_NE(row("final_loss")["difference"], 0);
  EXPECT_NE(row("final_gradient_norm")["difference"], 0);
}

TEST_F(CliObjectives, BoundsAndCertificatesNameThePremise) {
  const std::string convex =
      "that objective 'matrix_completion' is convex does not hold; take another objective, such as "
      "'logistic'";
  const std::string smooth =
      "that objective 'hinge' has a Lipschitz continuous gradient does not hold; take another "
      "objective, such as 'logistic'";
  EXPECT_EQ(error_of("bound --tau-max 3" + kCompletion), "no bounds: their premise " + convex);
  EXPECT_EQ(error_of("bound --tau-max 3" + kHinge), "no bounds: their premise " + smooth);
  EXPECT_EQ(error_of("bound --tau-max 3 --set algorithm.name=hogwild"),
            "no bounds: their premise that updates are fetch&adds of alpha times a gradient does "
            "not hold of algorithm 'hogwild'; take another algorithm, such as 'epoch_sgd'");
  EXPECT_EQ(error_of("certify --trials 2" + kCompletion),
            "nothing to certify: the premise " + convex);
  EXPECT_EQ(error_of("certify --trials 2 --set algorithm.name=leashed_sgd"),
            "nothing to certify: the premise that the model is in X does not hold of algorithm "
            "'leashed_sgd'; take another algorithm, such as 'epoch_sgd'");
  const std::string certificate =
      output_of("certify --quiet --trials 2 --set workers=1 --set algorithm.name=sequential_sgd");
  EXPECT_NE(certificate.find("updates are EpochSGD's, with one alpha > 0 in all iterations"),
            std::string::npos)
      << certificate;
  EXPECT_EQ(certificate.find("alpha = 0"), std::string::npos) << certificate;
  output_of("run" + kHinge + " --trace h.trace");
  EXPECT_EQ(error_of("certify h.trace"), "nothing to certify: the premise " + smooth);
}

TEST_F(CliObjectives, ThePriceGoesByTheOptimumAndL) {
  EXPECT_EQ(error_of("price" + kCompletion),
            "the price is how much slower ||x_t - x*|| falls, and objective 'matrix_completion' "
            "has no known x*; use `hogtie compare`, which goes by success.loss");
  EXPECT_EQ(error_of("price" + kHinge),
            "the largest step size is searched for from 1/L on, and objective 'hinge' has no L; "
            "use `hogtie compare`");
}

TEST_F(CliObjectives, AHingeHasAnOptimumToReach) {
  const auto run = row_of("run" + kHinge + " --set adversary.name=greedy");
  EXPECT_LT(run["final_distance"], 2.0);
  const auto huber = row_of(
      "run --set objective.name=huber --set objective.data.path=cancer.svm "
      "--set objective.delta=0.5 --set algorithm.step_size=0.01");
  EXPECT_LT(huber["final_distance"], 2.0);
}

TEST_F(CliObjectives, FullSgdNeedsABoundOrItsEpochs) {
  EXPECT_EQ(error_of("run" + kCompletion + " --set algorithm.name=full_sgd"),
            "algorithm 'full_sgd' cannot tell its epochs: objective 'matrix_completion' has no "
            "bound M; set algorithm.epochs");
  output_of("run" + kCompletion + " --set algorithm.name=full_sgd --set algorithm.epochs=2");
}

TEST_F(CliObjectives, TwoLayersLearnDigits) {
  const auto run = row_of(
      "run --set objective.name=two_layer --set objective.l2=0 --set workers=4 "
      "--set objective.data.path=" HOGTIE_TEST_DATA
      "/digits-even.svm.zst --set algorithm.iterations=8000 --set success.loss=0.2 "
      "--set success.every=100");
  EXPECT_GT(run["hitting_time"], 100);
  EXPECT_LE(run["final_loss"], 0.2);
}

}  // namespace
}  // namespace hogtie
