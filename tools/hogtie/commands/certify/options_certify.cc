#include <string>

#include "core/error.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/experiment_options.h"
#include "tools/hogtie/commands/certify/certify.h"

namespace hogtie {

boost::program_options::options_description certify_options() {
  boost::program_options::options_description options("options");
  add_value(options, "trials", "N", "certify N trials of an experiment instead of traces");
  add_experiment(options);
  add_threads(options);
  add_confidence(options);
  add_data(options);
  add_flag(options, "force",
           "certify traces although a machine with other arithmetic has recorded them");
  add_format(options);
  add_flag(options, "quiet", "display no progress");
  add_help(options);
  return options;
}

CertifyOptions read_certify(const CommandLine& line) {
  CertifyOptions options;
  options.format = read_format(line);
  options.quiet = line.has("quiet");
  options.data = line.value("data");
  options.force = line.has("force");
  options.trials = read_trials_wanted(line);
  if (options.trials) {
    if (options.force) throw InputError("'--force' is for traces, '--trials' for an experiment");
    if (options.data) throw InputError("'--data' is for traces, '--trials' for an experiment");
    options.experiment = read_simulated_experiment(line);
    options.threads = read_threads(line);
    options.confidence = read_confidence(line);
    return options;
  }
  for (const char* const name : {"set", "threads", "confidence"}) {
    if (line.has(name)) {
      throw InputError("'--" + std::string(name) + "' is for '--trials N', which is not given");
    }
  }
  options.traces = line.positional();
  if (options.traces.empty()) {
    throw InputError("no trace is given; name one or more, or certify trials with '--trials N'");
  }
  return options;
}

}  // namespace hogtie
