#include "sim/threads/run_threads.h"

#include <stdexcept>
#include <type_traits>
#include <variant>

#include "core/error.h"
#include "sim/threads/cells.h"
#include "sim/threads/conduct.h"
#include "sim/threads/thread_memory.h"
#include "sim/threads/versioned_cells.h"
#include "sim/threads/versioned_memory.h"

namespace hogtie {
namespace {

void check(const proto::Experiment& experiment) {
  if (experiment.limits().has_steps()) {
    throw InputError(
        "limits.steps is for the simulated machine: threads do not count steps together; set "
        "algorithm.iterations");
  }
}

void check_guards(const proto::Experiment& experiment) {
  if (experiment.machine().order() == proto::RACY) {
    throw InputError(
        "algorithm 'full_sgd' needs atomic updates, which its guards are on; set "
        "machine.order=SEQ_CST or RELAXED");
  }
  if (!has_wide_compare_and_swap()) {
    throw InputError(
        "algorithm 'full_sgd' on threads needs a 16-byte compare&swap (cmpxchg16b), "
        "which this processor lacks; run it on the simulated machine");
  }
}

template <class Order, std::size_t kStride>
ThreadsReport run(const RunSetup& setup, const ThreadsStart& start, const ThreadsWatch& watch) {
  const RegisterLayout layout = setup.machine_shape(0).layout;
  return std::visit(
      [&](const auto& algorithm, const auto& f) {
        if constexpr (std::is_same_v<std::decay_t<decltype(algorithm)>, FullSgd>) {
          check_guards(setup.experiment());
          using Cells = VersionedCells<kStride>;
          Cells cells(layout);
          return conduct(setup, start, watch, cells, algorithm, f,
                         [&](std::uint32_t, WorkerTally& tally, const ThreadSetup& thread) {
                           return VersionedMemory<Cells, false>(cells, tally, nullptr, thread);
                         });
        } else {
          using Cells = PlainCells<Order, kStride>;
          Cells cells(layout);
          return conduct(setup, start, watch, cells, algorithm, f,
                         [&](std::uint32_t, WorkerTally& tally, const ThreadSetup& thread) {
                           return ThreadMemory<Cells>(cells, tally, thread);
                         });
        }
      },
      setup.algorithm(), setup.objective());
}

template <class Order>
ThreadsReport run_in_layout(const RunSetup& setup, const ThreadsStart& start,
                            const ThreadsWatch& watch) {
  constexpr std::size_t kLineDoubles = kCacheLine / sizeof(double);
  return setup.experiment().machine().layout() == proto::PACKED
             ? run<Order, 1>(setup, start, watch)
             : run<Order, kLineDoubles>(setup, start, watch);
}

}  // namespace

ThreadsReport run_threads(const RunSetup& setup, const ThreadsWatch& watch) {
  return run_threads(setup, {setup.experiment().seed(), setup.initial()}, watch);
}

ThreadsReport run_threads(const RunSetup& setup, const ThreadsStart& start,
                          const ThreadsWatch& watch) {
  check(setup.experiment());
  switch (setup.experiment().machine().order()) {
    case proto::SEQ_CST:
      return run_in_layout<SequentiallyConsistent>(setup, start, watch);
    case proto::RELAXED:
      return run_in_layout<Relaxed>(setup, start, watch);
    case proto::RACY:
      return run_in_layout<Racy>(setup, start, watch);
  }
  throw std::logic_error("no such memory order");
}

}  // namespace hogtie
