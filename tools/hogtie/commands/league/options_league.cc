#include "core/algorithms/registry.h"
#include "core/error.h"
#include "core/settings/registry.h"
#include "core/settings/set.h"
#include "tools/hogtie/cli/adversary_options.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/experiment_options.h"
#include "tools/hogtie/cli/output_options.h"
#include "tools/hogtie/commands/league/league.h"
#include "tools/hogtie/commands/list/list_options.h"
#include "tools/hogtie/output/plot_file.h"

namespace hogtie {
namespace {

constexpr std::uint64_t kHardwareThreadsMax = 1024;
constexpr std::uint64_t kLeagueTrialsMax = 1'000'000;

}  // namespace

boost::program_options::options_description league_options() {
  boost::program_options::options_description options("options");
  add_experiment(options);
  add_value(options, "objective", "NAME", "the same as --set objective.name=NAME");
  add_value(options, "algorithms", "NAME,...",
            "algorithms (default: algorithm.name, if set, else all of `hogtie list algorithms` "
            "that can run on the objective)");
  add_value(options, "adversaries", "NAME,...",
            "adversaries (default: adversary.name, if set, else "
            "uniform,bursts,heavy_tail,pos,stale_gradient,swarm,max_delay,"
            "mid_update_stall,noise_selector,resonance)");
  add_value(options, "hardware", "threads=N,...", "run on so many threads, too (default: on none)");
  add_value(options, "trials", "N", "run N trials of each cell (default: 100)");
  add_threads(options);
  add_format(options);
  add_values(options, "plot", "FILE",
             "draw the prices, as .svg or .png; may be given several times");
  add_flag(options, "quiet", "display no progress");
  add_help(options);
  return options;
}

LeagueOptions read_league(const CommandLine& line) {
  LeagueOptions options;
  options.from_file = !line.positional().empty();
  options.experiment = read_simulated_experiment(line);
  if (const auto objective = line.value("objective")) {
    for (const std::string& setting : line.values("set")) {
      if (!setting.starts_with("objective=") && !setting.starts_with("objective.name=")) continue;
      throw InputError("'--objective " + *objective + "' and '--set " + setting +
                       "' both name an objective; leave one of them out");
    }
    set(options.experiment, "objective.name=" + *objective);
  }
  options.algorithms = read_list(line, "algorithms");
  for (const std::string& name : options.algorithms) {
    find_entry(algorithms(), name, "algorithm", "algorithms");
  }
  options.adversaries = read_adversaries(line, "adversaries");
  for (const std::uint64_t count :
       read_integers(line, "hardware", 1, kHardwareThreadsMax, "threads=")) {
    options.hardware.push_back(static_cast<std::uint32_t>(count));
  }
  options.trials = line.integer("trials", 1, kLeagueTrialsMax).value_or(options.trials);
  options.threads = read_threads(line);
  options.format = read_format(line);
  options.plots = line.values("plot");
  for (const std::string& path : options.plots) plot_kind(path);
  options.quiet = line.has("quiet");
  CommandFiles files;
  files.reads(line.positional(), "the experiment");
  files.reads(options.experiment);
  files.writes(options.plots, "plot");
  files.check();
  return options;
}

}  // namespace hogtie
