#include "tools/hogtie/cli/adversary_options.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/experiment_options.h"
#include "tools/hogtie/cli/output_options.h"
#include "tools/hogtie/commands/compare/compare.h"
#include "tools/hogtie/commands/list/list_options.h"
#include "tools/hogtie/output/plot_file.h"

namespace hogtie {
namespace {

constexpr std::uint64_t kMostWorkers = 1024;
constexpr std::uint64_t kCompareTrialsMax = 10'000;

}  // namespace

boost::program_options::options_description compare_options() {
  boost::program_options::options_description options("options");
  add_experiment(options);
  add_value(options, "simulated", "NAME,...",
            "adversaries (default: adversary.name, if set, else uniform,swarm)");
  add_value(options, "hardware", "threads=N,...",
            "numbers of threads, and of workers of each adversary (default: workers, if set, else "
            "threads=2,4,8)");
  add_value(options, "trials", "N", "run N trials of each (default: 20)");
  add_value(options, "threads", "K",
            "run simulated trials on K threads (default: one for each processor)");
  add_confidence(options);
  add_value(options, "keep", "DIRECTORY", "keep the traces of the threads there");
  add_values(options, "plot", "FILE",
             "draw contention, delays, ||x_t-x*||^2 and f(x_t), as .svg or .png; may be given "
             "several times");
  add_format(options);
  add_flag(options, "quiet", "display no progress");
  add_help(options);
  return options;
}

CompareOptions read_compare(const CommandLine& line) {
  CompareOptions options;
  options.experiment = read_experiment_options(line);
  options.adversaries = read_adversaries(line, "simulated");
  for (const std::uint64_t workers : read_integers(line, "hardware", 1, kMostWorkers, "threads=")) {
    options.workers.push_back(static_cast<std::uint32_t>(workers));
  }
  options.trials = line.integer("trials", 1, kCompareTrialsMax).value_or(options.trials);
  options.threads = read_threads(line);
  options.confidence = read_confidence(line).value_or(options.confidence);
  options.keep = line.value("keep");
  options.plots = line.values("plot");
  for (const std::string& path : options.plots) plot_kind(path);
  options.format = read_format(line);
  options.quiet = line.has("quiet");
  CommandFiles files;
  files.reads(line.positional(), "the experiment");
  files.reads(options.experiment);
  files.writes(options.plots, "plot");
  files.check();
  return options;
}

}  // namespace hogtie
