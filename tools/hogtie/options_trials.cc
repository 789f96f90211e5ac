#include "core/error.h"
#include "tools/hogtie/common_options.h"
#include "tools/hogtie/experiment_options.h"
#include "tools/hogtie/options.h"

namespace hogtie {
namespace {

constexpr std::uint64_t kMostTrials = 1'000'000'000;
constexpr std::uint64_t kMostThreads = 1024;

}  // namespace

boost::program_options::options_description trials_options() {
  boost::program_options::options_description options("options");
  add_experiment(options);
  add_value(options, "trials", "N",
            "run N trials, or with --target-width at most N (default: 1000)");
  add_value(options, "threads", "K", "run them on K threads (default: one for each processor)");
  add_value(options, "target-width", "W",
            "stop as soon as the interval for P(F_T) is no wider than this");
  add_value(options, "confidence", "P", "confidence of the intervals (default: 0.95)");
  add_value(options, "worst-trace", "FILE", "run the worst trial again and record it");
  add_value(options, "resume", "FILE",
            "go on with interrupted trials, and keep there what is done then");
  add_format(options);
  add_flag(options, "quiet", "display no progress");
  add_help(options);
  return options;
}

TrialsOptions read_trials(const CommandLine& line) {
  TrialsOptions options;
  options.resume = line.value("resume");
  const bool named = !line.positional().empty() || line.has("set");
  if (named || !options.resume) options.experiment = read_experiment_options(line);
  options.trials = line.integer("trials", 1, kMostTrials);
  if (const auto threads = line.integer("threads", 1, kMostThreads)) {
    options.threads = static_cast<std::uint32_t>(*threads);
  }
  options.target_width = line.number("target-width", 0, 1);
  options.confidence = line.number("confidence", 0, 1);
  if (options.confidence && (*options.confidence == 0 || *options.confidence == 1)) {
    throw InputError("option '--confidence' takes a number between 0 and 1, such as 0.95");
  }
  options.worst_trace = line.value("worst-trace");
  options.format = read_format(line);
  options.quiet = line.has("quiet");
  return options;
}

}  // namespace hogtie
