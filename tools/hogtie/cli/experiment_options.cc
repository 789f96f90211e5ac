#include "tools/hogtie/cli/experiment_options.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "core/error.h"
#include "core/settings/read_experiment.h"
#include "core/settings/set.h"
#include "core/text/quote.h"
#include "sim/trace/frame.h"
#include "tools/hogtie/commands/run/run_table.h"

namespace hogtie {
namespace {

bool is_trace(const std::string& path) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(path, unknown)) return false;
  std::string begin(kTraceName.size(), ' ');
  std::ifstream(path, std::ios::binary)
      .read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return begin == kTraceName;
}

}  // namespace

proto::Experiment read_experiment_file(const std::string& path) {
  if (is_trace(path)) {
    throw InputError(quote(path) + " is a recorded trace, not an experiment; replay it with: " +
                     replay_command_line(path));
  }
  return read_experiment(path);
}

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
  if (!files.empty()) experiment = read_experiment_file(files.front());
  for (const std::string& assignment : line.values("set")) set(experiment, assignment);
  return experiment;
}

proto::Experiment read_simulated_experiment(const CommandLine& line) {
  const proto::Experiment experiment = read_experiment_options(line);
  if (experiment.machine().kind() == proto::SIMULATED) return experiment;
  throw InputError("machine.kind is " + proto::MachineKind_Name(experiment.machine().kind()) +
                   ", and this command simulates; set machine=simulated, or use `hogtie run`");
}

}  // namespace hogtie
