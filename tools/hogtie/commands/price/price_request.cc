#include "tools/hogtie/commands/price/price_request.h"

#include <algorithm>

#include "core/error.h"
#include "core/settings/ranges.h"
#include "core/system/processors.h"
#include "core/text/quote.h"
#include "tools/hogtie/cli/adversary_options.h"

namespace hogtie {
namespace {

/// What is given; else the setting where it is set; else the defaults.
template <class Value>
std::vector<Value> chosen(const std::vector<Value>& given, bool is_set, const Value& setting,
                          std::vector<Value> defaults) {
  if (!given.empty()) return given;
  return is_set ? std::vector<Value>{setting} : std::move(defaults);
}

void check_adversary(const proto::Adversary& settings, const std::vector<std::string>& names) {
  if (settings.has_tau_max()) {
    throw InputError("adversary.tau_max is what is varied here; leave it out and give '--tau'");
  }
  check_taken(settings, names, {"tau"});
}

void check_price(const proto::Experiment& experiment) {
  check_ranges(experiment);
  if (experiment.algorithm().name() != "epoch_sgd") {
    throw InputError("a rate is measured of epoch_sgd, which the theory is about, not of " +
                     quote(experiment.algorithm().name()) +
                     "; set algorithm.name=epoch_sgd, or see `hogtie league --help`");
  }
  if (experiment.limits().has_steps()) {
    throw InputError(
        "limits.steps would cut runs short; leave it out and set "
        "algorithm.iterations");
  }
}

}  // namespace

PriceRequest price_request(const PriceOptions& options) {
  PriceRequest request;
  proto::Experiment& experiment = request.experiment;
  experiment = options.experiment;
  proto::Objective& objective = *experiment.mutable_objective();
  if (!options.from_file && objective.name() == "quadratic" && !objective.has_dimension()) {
    objective.set_dimension(static_cast<std::uint32_t>(
        std::max({1, objective.initial_size(), objective.curvature_size()})));
  }
  check_price(experiment);
  const proto::Adversary& adversary = experiment.adversary();
  request.grid.step_sizes = chosen(options.step_sizes, experiment.algorithm().has_step_size(),
                                   experiment.algorithm().step_size(), {0.05, 0.1, 0.2, 0.5});
  request.grid.taus = chosen(options.taus, adversary.has_tau(), adversary.tau(), {4, 16, 64, 256});
  request.grid.workers =
      chosen(options.workers, experiment.has_workers(), experiment.workers(), {2, 8});
  request.grid.adversaries =
      chosen(options.adversaries, adversary.has_name(), adversary.name(),
             {"stale_gradient", "swarm", "resonance", "max_delay", "uniform"});
  check_adversary(adversary, request.grid.adversaries);
  if (request.grid.workers.front() < 2) {
    throw InputError("one worker has no contention; set workers=2 or more");
  }
  if (request.grid.step_sizes.front() <= 0) {
    throw InputError("a step size of 0 stays at x_0; set algorithm.step_size above it");
  }
  request.trials = options.trials;
  request.threads = options.threads.value_or(usable_processors());
  return request;
}

}  // namespace hogtie
