#include "core/error.h"
#include "core/settings/set.h"
#include "core/text/quote.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/experiment_options.h"
#include "tools/hogtie/cli/output_options.h"
#include "tools/hogtie/commands/train/train.h"

namespace hogtie {
namespace {

constexpr std::uint64_t kMostEpochs = 1'000'000'000;

proto::Experiment read_training(const CommandLine& line) {
  proto::Experiment experiment;
  if (const auto file = line.value("experiment")) experiment = read_experiment_file(*file);
  const auto& data = line.positional();
  if (data.size() > 1) {
    throw InputError("more than one data set: " + quote(data[0]) + " and " + quote(data[1]) +
                     "; give what to test on with '--test'");
  }
  if (!data.empty()) experiment.mutable_objective()->mutable_data()->set_path(data.front());
  for (const std::string& assignment : line.values("set")) set(experiment, assignment);
  if (line.has("zero-based")) {
    experiment.mutable_objective()->mutable_data()->set_zero_based(true);
  }
  if (!experiment.objective().data().has_path()) {
    throw InputError("no data is given; write `hogtie train DATA`, a file in LIBSVM format");
  }
  return experiment;
}

}  // namespace

boost::program_options::options_description train_options() {
  boost::program_options::options_description options("options");
  add_flag(options, "zero-based", "indices of the files begin at 0, as scikit-learn writes them");
  add_value(options, "test", "FILE", "test on the samples of this file");
  add_value(options, "test-split", "P",
            "test on this fraction of the samples instead, such as 0.2");
  add_value(options, "epochs", "N", "train for N epochs (default: 10)");
  add_value(options, "experiment", "FILE", "take the settings of this experiment");
  add_values(options, "set", "SETTING=VALUE",
             "change a setting of the experiment; may be given several times");
  add_value(
      options, "model", "FILE",
      "write the weights to this file; '-' is standard output, and results go to stderr then");
  add_format(options);
  add_flag(options, "quiet", "display no progress");
  add_help(options);
  return options;
}

TrainOptions read_train(const CommandLine& line) {
  TrainOptions options;
  options.experiment = read_training(line);
  options.test = line.value("test");
  options.test_fraction = line.number("test-split", 0, 1);
  if (options.test_fraction == 0.0 || options.test_fraction == 1.0) {
    throw InputError("option '--test-split' takes a number between 0 and 1, such as 0.2");
  }
  if (options.test && options.test_fraction) {
    throw InputError("the samples to test on come from '--test' or '--test-split', not both");
  }
  options.epochs = line.integer("epochs", 1, kMostEpochs).value_or(options.epochs);
  options.model = line.value("model");
  options.format = read_format(line);
  options.quiet = line.has("quiet");
  CommandFiles files;
  files.reads(line.value("experiment"), "the experiment");
  files.reads(options.experiment);
  files.reads(options.test, "the data");
  files.writes(options.model, "model");
  files.check();
  return options;
}

}  // namespace hogtie
