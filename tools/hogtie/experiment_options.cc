#include "tools/hogtie/experiment_options.h"

#include <string>

#include "core/error.h"
#include "core/settings/read_experiment.h"
#include "core/settings/set.h"
#include "core/text/quote.h"

namespace hogtie {

void add_experiment(boost::program_options::options_description& options) {
  add_values(options, "set", "SETTING=VALUE",
             "change a setting of the experiment; may be given several times");
}

proto::Experiment read_experiment_options(const CommandLine& line) {
  const auto& files = line.positional();
  if (files.size() > 1) {
    throw InputError("more than one experiment: " + quote(files[0]) + " and " + quote(files[1]) +
                     (files[1].find('=') == std::string::npos
                          ? ""
                          : "; for a setting, write '--set " + printable(files[1]) + "'"));
  }
  proto::Experiment experiment;
  if (!files.empty()) experiment = read_experiment(files.front());
  for (const std::string& assignment : line.values("set")) set(experiment, assignment);
  return experiment;
}

proto::Experiment read_simulated_experiment(const CommandLine& line) {
  const proto::Experiment experiment = read_experiment_options(line);
  if (experiment.machine().name() == proto::SIMULATED) return experiment;
  throw InputError("machine.name is " + proto::MachineKind_Name(experiment.machine().name()) +
                   ", and this command simulates; set machine=simulated, or use `hogtie run`");
}

}  // namespace hogtie
