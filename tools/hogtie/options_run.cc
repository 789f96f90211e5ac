#include "core/error.h"
#include "core/settings/read_experiment.h"
#include "core/settings/set.h"
#include "core/text/quote.h"
#include "tools/hogtie/common_options.h"
#include "tools/hogtie/options.h"

namespace hogtie {
namespace {

constexpr std::uint64_t kMostTrials = 1'000'000'000;

}  // namespace

boost::program_options::options_description run_options() {
  boost::program_options::options_description options("options");
  add_values(options, "set", "SETTING=VALUE",
             "change a setting of the experiment; may be given several times");
  add_value(options, "trace", "FILE", "record the run");
  add_value(options, "trials", "N", "run N times, each with coins of its own (default: 1)");
  add_format(options);
  add_flag(options, "require-success", "exit with 1 unless every run reaches the success region");
  add_flag(options, "quiet", "display no progress");
  add_help(options);
  return options;
}

RunOptions read_run(const CommandLine& line) {
  RunOptions options;
  const auto& files = line.positional();
  if (files.size() > 1) {
    throw InputError("more than one experiment: " + quote(files[0]) + " and " + quote(files[1]) +
                     (files[1].find('=') == std::string::npos
                          ? ""
                          : "; for a setting, write '--set " + printable(files[1]) + "'"));
  }
  if (!files.empty()) options.experiment = read_experiment(files.front());
  for (const std::string& assignment : line.values("set")) set(options.experiment, assignment);
  options.trace = line.value("trace");
  options.trials = line.integer("trials", 1, kMostTrials).value_or(1);
  options.format = read_format(line);
  options.require_success = line.has("require-success");
  options.quiet = line.has("quiet");
  if (options.trace && options.trials > 1) {
    throw InputError("a trace records one run: give '--trace' or '--trials', not both");
  }
  return options;
}

}  // namespace hogtie
