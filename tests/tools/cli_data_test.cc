// Data as people have them, under the commands that read data.

#include <string>
#include <vector>

#include "sim/simulation/run_setup.h"
#include "sim/studies/trials/state_file.h"
#include "tests/sim/replay_testing.h"
#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::experiment_of;
using testing::Outcome;

class CliData : public testing::Cli {
 protected:
  CliData() {
    put("data.svm", kRows);
    put("two-four.svm", "2 1:0.5 2:1\n4 1:-0.5 2:-1\n2 1:0.7\n4 1:-1\n");
    put("zero.svm", "1 0:0.5 1:1\n-1 0:-0.5 1:-1\n");
    put("query.svm", "1 qid:10 1:0.5 2:1\n-1 qid:10 1:-0.5\n");
  }

  static constexpr const char* kRows = "1 1:0.5 2:1\n-1 1:-0.5 2:-1\n1 1:0.7\n-1 1:-1\n";
};

const std::string kLogistic = " --set objective.name=logistic --set algorithm.iterations=20 ";

TEST_F(CliData, NotesReachTheUserOfEveryCommand) {
  const std::string note = "hogtie: note: two-four.svm: label 2 is taken for -1, label 4 for +1\n";
  const std::string data = kLogistic + "--set objective.data.path=two-four.svm";
  const std::vector<std::string> commands = {
      "run" + data + " --trials 2",
      "trials --trials 5 --quiet" + data,
      "certify --trials 5 --quiet" + data,
      "bound --tau-max 1" + data,
      "price --alpha 0.1 --tau 1 --workers 2 --trials 2 --quiet" + data,
      "train two-four.svm --epochs 1 --quiet --set workers=1"};
  for (const std::string& command : commands) {
    const Outcome outcome = hogtie(command);
    EXPECT_EQ(outcome.errors, note) << command;
    EXPECT_EQ(outcome.status, 0) << command;
  }
  const Outcome outcome = hogtie("train query.svm --epochs 1 --set workers=1");
  EXPECT_EQ(outcome.errors,
            "hogtie: note: query.svm: 'qid:' of 2 rows is left out; rows are taken for independent "
            "samples\n");
}

// A model file names the labels as they stand in the file, that of a.x > 0 first.
TEST_F(CliData, AModelHasTheLabelsOfTheFile) {
  hogtie("train two-four.svm --epochs 1 --set workers=1 --model m");
  EXPECT_TRUE(
      testing::content(path("m")).starts_with("solver_type L2R_LR\nnr_class 2\nlabel 4 2\n"));
}

TEST_F(CliData, IndicesFromZero) {
  EXPECT_EQ(error_of("train zero.svm"),
            "zero.svm:1: index 0 is one of features numbered from 0; set "
            "objective.data.zero_based=true (`hogtie train --zero-based`), or number them from 1");
  const std::string one = output_of("train zero.svm --zero-based --test zero.svm --set workers=1");
  EXPECT_NE(one.find("2 samples of 2 features"), std::string::npos) << one;
  const auto run = json_of("run" + kLogistic +
                           "--set objective.data.path=zero.svm --set "
                           "objective.data.zero_based=true --trace t")[0];
  EXPECT_EQ(run["objective.data.zero_based"], true);
  EXPECT_EQ(json_of("replay t")[0]["final_loss"], run["final_loss"]);
}

TEST_F(CliData, PipesAreReadAsFilesAre) {
  const std::string trained = output_of("train data.svm --epochs 1 --set workers=1 --format csv");
  const auto losses = [](const std::string& table) {
    const std::string line = testing::lines_of(table).back();
    return line.substr(0, line.find(",,"));  // what follows is not measured, and then times
  };
  const Outcome train = piped_to("cat data.svm", "train - --epochs 1 --set workers=1 --format csv");
  EXPECT_EQ(losses(train.output), losses(trained)) << train.errors;
  const Outcome run = piped_to(
      "cat data.svm", "run" + kLogistic + "--set objective.data.path=/dev/stdin --trials 2");
  EXPECT_EQ(run.status, 0) << run.errors;
  const Outcome recorded =
      piped_to("cat data.svm", "run" + kLogistic + "--set objective.data.path=- --trace t");
  EXPECT_EQ(recorded.errors,
            "hogtie: note: -: no file that can be opened again, so a run with it cannot be "
            "repeated as it stands; "
            "to replay a trace, name a file of the same bytes with '--data FILE'\n");
  EXPECT_EQ(error_of("replay t"),
            "t: its data were read from standard input; name the file with '--data FILE'");
  for (const char* const command : {"replay t", "replay t --on threads", "certify t",
                                    "what-if t --stall 0@5+3", "trace show t --to 1"}) {
    EXPECT_EQ(hogtie(command + std::string(" --data data.svm")).status, 0) << command;
  }
}

// What a matrix would be sampled by has nothing to do with a file of ratings.
TEST_F(CliData, RatingsAreNotReportedWithTheSettingsOfASampledMatrix) {
  put("ratings.csv", "userId,movieId,rating\n1,3,5\n2,1,4\n");
  const std::string arguments =
      "run --set objective.name=matrix_completion --set objective.data.path=ratings.csv "
      "--set success.loss=0.1 --set algorithm.iterations=20";
  const Outcome outcome = hogtie(arguments);
  EXPECT_EQ(outcome.errors, "hogtie: note: ratings.csv:1: left out, being taken for a header\n");
  const auto row = nlohmann::json::parse(hogtie(arguments + " --format json").output)[0];
  for (const std::string name : {"rows", "columns", "observed", "noise", "data_seed"}) {
    EXPECT_EQ(outcome.output.find("objective." + name + " "), std::string::npos) << name;
    EXPECT_TRUE(!row.contains("objective." + name) || row["objective." + name].is_null()) << name;
  }
  EXPECT_EQ(row["objective.rank"], 2);
}

TEST_F(CliData, ValuesWhoseProductsOverflowAreRefused) {
  put("huge.svm", "0 1:4 2:7\n1 1:1.79769313486e+308 2:1008\n");
  const std::string error =
      "huge.svm:2: value 1.79769313486e+308 of feature 1 is above 1e70, and products of such "
      "values overflow; rescale it";
  EXPECT_EQ(error_of("train huge.svm"), error);
  EXPECT_EQ(error_of("train data.svm --test huge.svm"), error);
  for (const std::string objective :
       {"logistic", "least_squares", "hinge", "huber", "ridge", "two_layer"}) {
    EXPECT_EQ(error_of("run --set success.loss=1 --set objective.data.path=huge.svm --set "
                       "objective.name=" +
                       objective),
              error);
  }
  put("tiny.svm", "0 1:1e-200\n1 1:-1e-200\n");
  EXPECT_EQ(error_of("train tiny.svm --set objective.l2=0"),
            "tiny.svm: the squares of its values leave the range of a double, so no step size "
            "follows from them; rescale the data, or set algorithm.step_size");
}

// A state of trials may be a stranger's as a trace may.
TEST_F(CliData, AStateOfTrialsReadsTheRecordedDataAlone) {
  const auto experiment = experiment_of(
      {"objective.name=logistic", "objective.data.path=" + path("data.svm"), "workers=2"});
  proto::TrialsState state = make_trials_state(RunSetup(experiment).experiment());
  state.set_trials(3);
  const auto save = [&](const std::string& data, const std::string& schedule = {}) {
    proto::Experiment& recorded = *state.mutable_experiment();
    recorded.mutable_objective()->mutable_data()->set_path(data);
    if (!schedule.empty()) {
      recorded.mutable_adversary()->set_name("fixed");
      recorded.mutable_adversary()->set_schedule_file(schedule);
    }
    save_trials(path("s"), state);
  };
  save("data.svm");
  output_of("trials --resume s --quiet");
  save("/dev/zero");
  EXPECT_EQ(error_of("trials --resume s"),
            "s: its data file, '/dev/zero', is neither in its directory nor in the working "
            "directory; name the file with '--data FILE'");
  output_of("trials --resume s --quiet --data data.svm");
  save("data.svm", "/etc/passwd");
  EXPECT_EQ(error_of("trials --resume s"),
            "s: a file of its adversary, '/etc/passwd', is neither in its directory nor in the "
            "working directory; give the experiment too, with its adversary");
  EXPECT_EQ(error_of("trials --data data.svm"),
            "'--data' is for the experiment of '--resume'; set objective.data.path of the one "
            "given");
}

}  // namespace
}  // namespace hogtie
