#include <array>
#include <string>

#include "core/error.h"
#include "core/settings/set.h"
#include "core/text/quote.h"
#include "core/theory/threshold.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/experiment_options.h"
#include "tools/hogtie/commands/bound/bound.h"

namespace hogtie {
namespace {

// Within these no figure overflows or vanishes.
constexpr double kSmallest = 1e-30;
constexpr double kLargest = 1e30;
constexpr double kSmallestStep = 1e-200;
constexpr std::uint64_t kMost = 1'000'000'000'000'000;

constexpr std::array kConstants = {"c", "L", "M", "d", "n"};

// The constants given by hand: all of them, or none.
std::optional<GivenConstants> read_constants(const CommandLine& line) {
  std::string given;
  std::string missing;
  for (const char* name : kConstants) {
    std::string& list = line.has(name) ? given : missing;
    list += (list.empty() ? "'--" : ", '--") + std::string(name) + "'";
  }
  if (given.empty()) return std::nullopt;
  if (line.has("experiment") || line.has("set")) {
    throw InputError("the constants are the experiment's, or are given by hand: not both " +
                     std::string(line.has("experiment") ? "'--experiment'" : "'--set'") + " and " +
                     given);
  }
  if (!missing.empty()) throw InputError("constants are missing: give " + missing + " too");
  return GivenConstants{.c = *line.number("c", kSmallest, kLargest),
                        .lipschitz = *line.number("L", kSmallest, kLargest),
                        .moment = *line.number("M", kSmallest, kLargest),
                        .d = *line.integer("d", 1, kMost),
                        .n = *line.integer("n", 1, kMost)};
}

}  // namespace

boost::program_options::options_description bound_options() {
  boost::program_options::options_description options("options");
  add_value(options, "experiment", "FILE", "take the constants of this experiment");
  add_values(
      options, "set", "SETTING=VALUE",
      "change a setting of the experiment, or of the default one; may be given several times");
  add_value(options, "c", "C", "strong convexity");
  add_value(options, "L", "L", "Lipschitz constant of the stochastic gradients");
  add_value(options, "M", "M", "bound on the gradients: E||g||^2 <= M^2");
  add_value(options, "d", "D", "coordinates");
  add_value(options, "n", "N", "workers");
  add_value(options, "tau-max", "TAU", "largest contention of an iteration");
  add_value(options, "epsilon", "E", "success is ||x - x*||^2 <= E");
  add_value(options, "initial-distance", "R",
            "||x_0 - x*|| (default: the experiment's, or M/C, the farthest that these constants "
            "allow)");
  add_value(options, "alpha", "A",
            "step size to judge (default: the experiment's, or the recommended one)");
  add_value(options, "iterations", "T",
            "iterations to judge (default: the experiment's, or as many as are needed)");
  add_value(options, "delta", "P", "failure probability that is allowed (default: 0.1)");
  add_format(options);
  add_help(options);
  return options;
}

BoundOptions read_bound(const CommandLine& line) {
  BoundOptions options;
  if (!line.positional().empty()) {
    const std::string& first = line.positional().front();
    throw InputError("one argument too many: " + quote(first) +
                     "; for an experiment, write '--experiment " + printable(first) + "'");
  }
  options.constants = read_constants(line);
  options.path = line.value("experiment").value_or("");
  if (!options.path.empty()) options.experiment = read_experiment_file(options.path);
  for (const std::string& assignment : line.values("set")) set(options.experiment, assignment);
  options.tau_max = line.integer("tau-max", 0, kLargestSearched);
  options.epsilon = line.number("epsilon", kSmallest, kLargest);
  options.initial_distance = line.number("initial-distance", 0, kLargest);
  options.alpha = line.number("alpha", kSmallestStep, kLargest);
  options.iterations = line.integer("iterations", 1, kLargestSearched);
  options.delta = line.number("delta", kSmallest, 1).value_or(options.delta);
  options.format = read_format(line);
  if (options.constants && !options.epsilon) {
    throw InputError("no success region is given: give '--epsilon' too");
  }
  if (options.constants && !options.tau_max) {
    throw InputError("no contention is given: give '--tau-max' too");
  }
  return options;
}

}  // namespace hogtie
