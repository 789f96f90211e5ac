#include "core/error.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/experiment_options.h"
#include "tools/hogtie/cli/output_options.h"
#include "tools/hogtie/commands/run/run.h"

namespace hogtie {

boost::program_options::options_description run_options() {
  boost::program_options::options_description options("options");
  add_experiment(options);
  add_value(options, "trace", "FILE",
            "record the run; '-' is standard output, and results go to stderr then");
  add_value(options, "trials", "N", "run N times, each with coins of its own (default: 1)");
  add_format(options);
  add_flag(options, "require-success", "exit with 1 unless every run reaches the success region");
  add_flag(options, "quiet", "display no progress");
  add_help(options);
  return options;
}

RunOptions read_run(const CommandLine& line) {
  RunOptions options;
  options.experiment = read_experiment_options(line);
  options.trace = line.value("trace");
  options.trials = read_trials_wanted(line).value_or(1);
  options.format = read_format(line);
  options.require_success = line.has("require-success");
  options.quiet = line.has("quiet");
  if (options.trace && options.trials > 1) {
    throw InputError("a trace records one run: give '--trace' or '--trials', not both");
  }
  CommandFiles files;
  files.reads(line.positional(), "the experiment");
  files.reads(options.experiment);
  files.writes(options.trace, "trace");
  files.check();
  return options;
}

}  // namespace hogtie
