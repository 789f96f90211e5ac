#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/execution/recent_steps.h"
#include "core/execution/runnable_set.h"
#include "core/execution/spins.h"
#include "core/memory/register.h"
#include "core/memory/script.h"

namespace hogtie {

/// The state of an execution between two steps: all that a strong adaptive adversary sees.
struct Execution {
  Execution(RegisterLayout registers, std::uint32_t worker_count, std::uint64_t coin_seed)
      : steps(kBlock, worker_count),
        workers(worker_count),
        layout(registers),
        seed(coin_seed),
        cells(registers.size(), 0.0),
        cursors(worker_count),
        runnable(worker_count) {}

  /// Steps between two housekeepings of the machine, at most.
  static constexpr std::uint32_t kBlock = 1024;

  RecentSteps steps;
  std::uint32_t workers;  ///< n.
  RegisterLayout layout;
  std::uint64_t seed;           ///< Seed of the workers' coins.
  std::vector<double> cells;    ///< By register number.
  std::vector<Cursor> cursors;  ///< By worker.
  RunnableSet runnable;
  Spins spins;
  bool irregular_lists = false;  ///< Some script has had one.

  /// Steps executed; the number of the next step.
  std::uint64_t step() const { return steps.count(); }

  /// The model, by coordinate: X, or the current one of its versions.
  std::span<const double> model() const {
    std::size_t first = 0;
    if (layout.versions) {
      const Word current = to_word(cells[layout.number(layout.versions->current)]);
      first = std::size_t{layout.versions->number(current)} * layout.model();
    }
    return std::span(cells).subspan(first, layout.model());
  }

  /// The iteration that a worker is in: from its begin to the last of its operations.
  std::optional<std::uint64_t> iteration(std::uint32_t worker) const {
    const Cursor& cursor = cursors[worker];
    if (!cursor.script->iteration_open || cursor.position >= cursor.script->ends_at) {
      return std::nullopt;
    }
    return cursor.script->iteration;
  }
};

}  // namespace hogtie
