#include "core/error.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/experiment_options.h"
#include "tools/hogtie/cli/output_options.h"
#include "tools/hogtie/commands/trials/trials.h"

namespace hogtie {

boost::program_options::options_description trials_options() {
  boost::program_options::options_description options("options");
  add_experiment(options);
  add_value(options, "trials", "N",
            "run N trials, or with --target-width at most N (default: 1000)");
  add_threads(options);
  add_value(options, "target-width", "W",
            "stop as soon as the interval for P(F_T) is no wider than this");
  add_confidence(options);
  add_value(options, "worst-trace", "FILE", "run the worst trial again and record it");
  add_value(options, "resume", "FILE",
            "go on with interrupted trials, and keep there what is done then");
  add_data(options);
  add_format(options);
  add_flag(options, "quiet", "display no progress");
  add_help(options);
  return options;
}

TrialsOptions read_trials(const CommandLine& line) {
  TrialsOptions options;
  options.resume = line.value("resume");
  const bool named = !line.positional().empty() || line.has("set");
  if (named || !options.resume) options.experiment = read_simulated_experiment(line);
  options.data = line.value("data");
  if (options.data && options.experiment) {
    throw InputError(
        "'--data' is for the experiment of '--resume'; set objective.data.path of the one given");
  }
  options.trials = read_trials_wanted(line);
  options.threads = read_threads(line);
  options.target_width = line.number("target-width", 0, 1);
  options.confidence = read_confidence(line);
  options.worst_trace = line.value("worst-trace");
  options.format = read_format(line);
  options.quiet = line.has("quiet");
  CommandFiles files;
  files.reads(line.positional(), "the experiment");
  if (options.experiment) files.reads(*options.experiment);
  files.reads(options.resume, "the state of the trials");
  files.reads(options.data, "the data");
  files.writes(options.worst_trace, "worst-trace");
  files.check();
  return options;
}

}  // namespace hogtie
