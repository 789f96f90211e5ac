#include "sim/threads/run_threads.h"

#include <concepts>
#include <stdexcept>
#include <variant>

#include "core/algorithms/any_algorithm.h"
#include "core/error.h"
#include "core/system/threads.h"
#include "core/text/quote.h"
#include "sim/threads/cells.h"
#include "sim/threads/counted_cells.h"
#include "sim/threads/run_on_team.h"
#include "sim/threads/thread_memory.h"
#include "sim/threads/versioned_cells.h"
#include "sim/threads/versioned_memory.h"

namespace hogtie {
namespace {

void check(const proto::Experiment& experiment) {
  check_threads(experiment.workers(), thread_limits());
  if (experiment.limits().has_steps()) {
    throw InputError(
        "limits.steps is for the simulated machine: threads do not count steps together; set "
        "algorithm.iterations");
  }
  if (experiment.machine().order() == proto::RACY_COUNTED && !has_wide_loads_and_stores()) {
    throw InputError(
        "machine.order=RACY_COUNTED needs 16-byte loads and stores that are atomic, which this "
        "processor does not promise, lacking AVX; set machine.order=RACY");
  }
}

void check_guards(const proto::Experiment& experiment) {
  if (is_racy(experiment.machine().order())) {
    throw InputError("algorithm " + quote(experiment.algorithm().name()) +
                     " needs atomic updates, which its guards are on; set "
                     "machine.order=SEQ_CST or RELAXED");
  }
  if (!has_wide_compare_and_swap()) {
    throw InputError("algorithm " + quote(experiment.algorithm().name()) +
                     " on threads needs a 16-byte compare&swap (cmpxchg16b), "
                     "which this processor lacks; run it on the simulated machine");
  }
}

ThreadsReport run_guarded(const RunSetup& setup, const ThreadsStart& start,
                          const ThreadsWatch& watch, const auto& algorithm) {
  check_guards(setup.experiment());
  VersionedCells cells(setup.machine_shape(0).layout, setup.experiment().machine().layout());
  return run_on_team(setup, start, watch, cells, algorithm,
                     [&](std::uint32_t, WorkerTally& tally, const ThreadSetup& thread) {
                       return VersionedMemory<false>(cells, tally, nullptr, thread);
                     });
}

template <class Cells>
ThreadsReport run_on(Cells& cells, const RunSetup& setup, const ThreadsStart& start,
                     const ThreadsWatch& watch, const auto& algorithm) {
  return run_on_team(setup, start, watch, cells, algorithm,
                     [&](std::uint32_t, WorkerTally& tally, const ThreadSetup& thread) {
                       return ThreadMemory<Cells>(cells, tally, thread);
                     });
}

/// Whether the algorithm runs without guards, as the memories of threads are.
template <class Algorithm>
constexpr bool kRunsUnguarded =
    std::invocable<const Algorithm&, ThreadMemory<PlainCells<Relaxed>>&, const Objective&>;

template <class Algorithm>
ThreadsReport run(const RunSetup& setup, const ThreadsStart& start, const ThreadsWatch& watch,
                  const Algorithm& algorithm) {
  if constexpr (!kRunsUnguarded<Algorithm>) {
    return run_guarded(setup, start, watch, algorithm);
  } else {
    const RegisterLayout registers = setup.machine_shape(0).layout;
    const proto::ModelLayout layout = setup.experiment().machine().layout();
    const auto plain = [&]<class Order>(Order) {
      PlainCells<Order> cells(registers, layout);
      return run_on(cells, setup, start, watch, algorithm);
    };
    switch (setup.experiment().machine().order()) {
      case proto::SEQ_CST:
        return plain(SequentiallyConsistent{});
      case proto::RELAXED:
        return plain(Relaxed{});
      case proto::RACY:
        return plain(Racy{});
      case proto::RACY_COUNTED: {
        CountedCells cells(registers, layout);
        ThreadsReport report = run_on(cells, setup, start, watch, algorithm);
        report.lost_updates = report.total.updates - cells.kept();
        return report;
      }
    }
    throw std::logic_error("no such memory order");
  }
}

}  // namespace

bool is_racy(proto::MemoryOrder order) {
  return order == proto::RACY || order == proto::RACY_COUNTED;
}

ThreadsReport run_threads(const RunSetup& setup, const ThreadsWatch& watch) {
  return run_threads(setup, {setup.experiment().seed(), setup.initial()}, watch);
}

ThreadsReport run_threads(const RunSetup& setup, const ThreadsStart& start,
                          const ThreadsWatch& watch) {
  check(setup.experiment());
  return std::visit([&](const auto& algorithm) { return run(setup, start, watch, algorithm); },
                    setup.algorithm());
}

}  // namespace hogtie
