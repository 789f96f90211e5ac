#include "tools/hogtie/cli/adversary_options.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/experiment_options.h"
#include "tools/hogtie/cli/output_options.h"
#include "tools/hogtie/commands/list/list_options.h"
#include "tools/hogtie/commands/price/price.h"
#include "tools/hogtie/output/plot_file.h"

namespace hogtie {
namespace {

constexpr double kSmallestStep = 1e-12;
constexpr double kLargestStep = 1e12;
constexpr std::uint64_t kMostWorkers = 100'000;
constexpr std::uint64_t kLargestTau = 1'000'000'000;
constexpr std::uint64_t kPriceTrialsMax = 1'000'000;
constexpr std::uint64_t kPriceThreadsMax = 1024;

}  // namespace

boost::program_options::options_description price_options() {
  boost::program_options::options_description options("options");
  add_experiment(options);
  add_value(options, "alpha", "A,...",
            "step sizes (default: algorithm.step_size, if set, else 0.05,0.1,0.2,0.5)");
  add_value(options, "tau", "TAU,...", "delays (default: adversary.tau, if set, else 4,16,64,256)");
  add_value(options, "workers", "N,...", "numbers of workers (default: workers, if set, else 2,8)");
  add_value(options, "adversaries", "NAME,...",
            "adversaries (default: adversary.name, if set, else "
            "stale_gradient,swarm,resonance,max_delay,uniform)");
  add_value(options, "trials", "N", "run N trials for each measurement (default: 4)");
  add_value(options, "threads", "K", "run them on K threads (default: one for each processor)");
  add_format(options);
  add_values(options, "plot", "FILE",
             "draw the largest alpha that converges against tau, as .svg or .png; may be given "
             "several times");
  add_flag(options, "quiet", "display no progress");
  add_help(options);
  return options;
}

PriceOptions read_price(const CommandLine& line) {
  PriceOptions options;
  options.from_file = !line.positional().empty();
  options.experiment = read_simulated_experiment(line);
  options.step_sizes = read_numbers(line, "alpha", kSmallestStep, kLargestStep);
  options.taus = read_integers(line, "tau", 1, kLargestTau);
  for (const std::uint64_t workers : read_integers(line, "workers", 2, kMostWorkers)) {
    options.workers.push_back(static_cast<std::uint32_t>(workers));
  }
  options.adversaries = read_adversaries(line, "adversaries");
  options.trials = line.integer("trials", 1, kPriceTrialsMax).value_or(options.trials);
  if (const auto threads = line.integer("threads", 1, kPriceThreadsMax)) {
    options.threads = static_cast<std::uint32_t>(*threads);
  }
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
