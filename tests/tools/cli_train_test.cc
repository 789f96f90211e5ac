#include <sys/stat.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::Cli;
using testing::content;
using testing::lines_of;
using testing::Outcome;

class CliTrain : public Cli {
 protected:
  CliTrain() { std::filesystem::copy(HOGTIE_TEST_DATA "/breast-cancer.svm", path("data.svm")); }
};

const std::string kOneThread = "train data.svm --set workers=1 --test-split 0.25 ";

TEST_F(CliTrain, TextForPeople) {
  const std::string output = output_of(kOneThread + "--epochs 3 --model m");
  EXPECT_TRUE(output.starts_with("experiment\n  objective.name ")) << output;
  const auto lines = lines_of(output);
  ASSERT_GT(lines.size(), 8u);
  // The header, four epochs, an empty line, and where the weights are.
  EXPECT_EQ(lines.back(), "weights: m");
  const std::string& names = lines[lines.size() - 7];
  EXPECT_TRUE(names.starts_with("epoch  step size   objective  train loss   accuracy")) << names;
  for (std::size_t k = 0; k < 4; ++k) {
    const std::string& line = lines[lines.size() - 6 + k];
    EXPECT_TRUE(line.starts_with("    " + std::to_string(k) + "  ")) << line;
    EXPECT_EQ(line.size(), names.size()) << line;
  }
}

TEST_F(CliTrain, JsonForPrograms) {
  const auto json = json_of(kOneThread);
  EXPECT_EQ(json["experiment"]["objective.name"], "logistic");
  EXPECT_EQ(json["experiment"]["machine.order"], "RACY");
  EXPECT_EQ(json["experiment"]["workers"], 1);
  for (const auto& [path, value] : json["experiment"].items()) {
    EXPECT_FALSE(path.starts_with("success.") || path.starts_with("adversary.")) << path;
  }
  EXPECT_EQ(json["training_samples"].get<int>() + json["test_samples"].get<int>(), 569);
  EXPECT_EQ(json["features"], 30);
  EXPECT_EQ(json["epochs_asked"], 10);
  EXPECT_EQ(json["end"], "done");
  const auto& epochs = json["epochs"];
  ASSERT_EQ(epochs.size(), 11u);
  EXPECT_FALSE(epochs[0].contains("step_size"));
  EXPECT_FALSE(epochs[0].contains("samples_per_second"));
  for (std::size_t k = 1; k < epochs.size(); ++k) {
    EXPECT_EQ(epochs[k]["epoch"], k);
    EXPECT_EQ(epochs[k]["samples"], epochs[1]["samples"]);
    EXPECT_GT(epochs[k]["samples_per_second"], 0);
  }
  // 63 % are of one class; a linear model tells more than nine in ten.
  EXPECT_LT(epochs[0]["test_accuracy"], 0.7);
  EXPECT_GT(epochs[10]["test_accuracy"], 0.9);
  const auto untested = json_of("train data.svm");
  EXPECT_FALSE(untested.contains("test_samples"));
  EXPECT_FALSE(untested["epochs"][1].contains("test_loss"));
}

TEST_F(CliTrain, OneThreadDoesTheSameTwice) {
  const std::string csv = kOneThread + "--format csv --model ";
  const auto first = lines_of(output_of(csv + "a"));
  const auto second = lines_of(output_of(csv + "b"));
  ASSERT_EQ(first.size(), 12u);
  EXPECT_TRUE(first[0].ends_with(",test_accuracy,seconds,samples_per_second")) << first[0];
  for (std::size_t k = 0; k < first.size(); ++k) {
    const auto without_times = [](const std::string& line) {
      return line.substr(0, line.rfind(',', line.rfind(',') - 1));
    };
    EXPECT_EQ(without_times(first[k]), without_times(second[k]));
  }
  EXPECT_EQ(content(path("a")), content(path("b")));
  EXPECT_TRUE(content(path("a")).starts_with("solver_type L2R_LR\nnr_class 2\nlabel 1 -1\n"));
}

TEST_F(CliTrain, TakesAnExperiment) {
  put("e.textproto",
      "objective { name: 'logistic' l2: 0.125 data { path: 'data.svm' } } workers: 1");
  const std::string output = output_of("train --experiment e.textproto --epochs 1");
  EXPECT_NE(output.find("objective.l2               0.125\n"), std::string::npos) << output;
  EXPECT_EQ(output.find("success."), std::string::npos) << output;
}

TEST_F(CliTrain, SaysThatFeaturesAreLeftOut) {
  put("test.svm", "1 31:1\n-1 1:1\n");
  const Outcome outcome = hogtie("train data.svm --set workers=1 --test test.svm");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.errors,
            "hogtie: note: the file to test on has 31 features; those that the training data lacks "
            "are left out\n");
}

TEST_F(CliTrain, Diverges) {
  const Outcome outcome = hogtie(
      "train data.svm --set workers=1 --set algorithm.step_size=1000 --set objective.l2=1 "
      "--model m");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.errors,
            "hogtie: the training diverged in epoch 1 of 10; set a smaller algorithm.step_size, or "
            "a smaller objective.l2\n");
  EXPECT_FALSE(std::filesystem::exists(path("m")));
}

TEST_F(CliTrain, CtrlCLeavesAModel) {
  const std::string command =
      "cd '" + path("") + "' && { '" HOGTIE_PROGRAM "' " + kOneThread +
      "--epochs 1000000000 --model m >out 2>err & pid=$!; "
      "while ! grep -qs ' 1  ' out; do sleep 0.05; done; kill -INT $pid; wait $pid; }";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_TRUE(content(path("err")).starts_with("hogtie: interrupted in epoch ")) << path("err");
  EXPECT_TRUE(content(path("m")).starts_with("solver_type"));
  EXPECT_EQ(lines_of(content(path("out"))).back(), "weights: m");
}

TEST_F(CliTrain, WrongInput) {
  EXPECT_EQ(error_of("train"),
            "no data is given; write `hogtie train DATA`, a file in LIBSVM format");
  EXPECT_EQ(error_of("train none"),
            "cannot read 'none': No such file or directory; give the path of a readable file");
  EXPECT_EQ(error_of("train data.svm --model ."),
            "cannot write '.': Is a directory; give the path of a file");
  EXPECT_EQ(error_of("train data.svm data.svm"),
            "more than one data set: 'data.svm' and 'data.svm'; give what to test on with "
            "'--test'");
  for (const char* const fraction : {"0", "1"}) {
    EXPECT_EQ(error_of(std::string("train data.svm --test-split ") + fraction),
              "option '--test-split' takes a number between 0 and 1, such as 0.2");
  }
  EXPECT_EQ(error_of("train data.svm --test-split 2"),
            "option '--test-split' takes a number, 0 to 1; '2' is not one");
  EXPECT_EQ(error_of("train data.svm --test data.svm --test-split 0.5"),
            "the samples to test on come from '--test' or '--test-split', not both");
  EXPECT_EQ(error_of("train data.svm --epochs 0"),
            "option '--epochs' takes an integer, 1 to 1000000000; '0' is not one");
  EXPECT_EQ(error_of("train data.svm --model no/m"),
            "cannot write 'no/m': No such file or directory; create its directory or give another "
            "path");
  put("three.svm", "1 1:1\n2 1:1\n3 1:1\n");
  EXPECT_EQ(
      error_of("train three.svm"),
      "three.svm:3: label 3 (after 1 and 2) is a third one; two classes have two labels, whatever "
      "they are");
}

}  // namespace
}  // namespace hogtie
