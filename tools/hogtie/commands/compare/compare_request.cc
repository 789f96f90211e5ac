#include "tools/hogtie/commands/compare/compare_request.h"

#include <algorithm>

#include "core/error.h"
#include "core/settings/ranges.h"
#include "core/system/processors.h"
#include "sim/threads/run_threads.h"
#include "sim/threads/versioned_cells.h"
#include "tools/hogtie/cli/adversary_options.h"

namespace hogtie {
namespace {

void check_compare(const proto::Experiment& experiment) {
  check_ranges(experiment);
  if (is_racy(experiment.machine().order())) {
    throw InputError(
        "machine.order=" + proto::MemoryOrder_Name(experiment.machine().order()) +
        " cannot be recorded, which contention and delays of threads are measured on; set "
        "machine.order=RELAXED (what racy threads lose is measured too), or run it alone with "
        "`hogtie run --set machine=threads`");
  }
  if (experiment.limits().has_steps()) {
    throw InputError(
        "limits.steps is for the simulated machine: threads do not count steps together; set "
        "algorithm.iterations");
  }
  if (!has_wide_compare_and_swap()) {
    throw InputError(
        "comparing with threads needs a 16-byte compare&swap (cmpxchg16b) to record them, which "
        "this processor lacks; compare on another machine");
  }
}

}  // namespace

CompareRequest compare_request(const CompareOptions& options) {
  const proto::Experiment& experiment = options.experiment;
  check_compare(experiment);
  CompareRequest request;
  request.experiment = experiment;
  request.adversaries = options.adversaries;
  if (request.adversaries.empty()) {
    request.adversaries = experiment.adversary().has_name()
                              ? std::vector<std::string>{experiment.adversary().name()}
                              : std::vector<std::string>{"uniform", "swarm"};
  }
  check_taken(experiment.adversary(), request.adversaries, {});
  request.workers = options.workers;
  if (request.workers.empty()) {
    request.workers = experiment.has_workers() ? std::vector<std::uint32_t>{experiment.workers()}
                                               : std::vector<std::uint32_t>{2, 4, 8};
  }
  request.trials = options.trials;
  request.threads = options.threads.value_or(usable_processors());
  request.confidence = options.confidence;
  return request;
}

}  // namespace hogtie
