#pragma once

#include <cstdint>
#include <optional>

#include "core/certification/bad_windows.h"
#include "core/monitors/iteration_record.h"
#include "core/statistics/count_distribution.h"

namespace hogtie {

/// How far views were from iterates, at the iteration t (in the order of first update) where it was
/// most.
struct ViewDistance {
  std::uint64_t time = 0;
  double distance = 0;  ///< ||x_t - v_t||.
  double bound = 0;     ///< Σ_{1<=k<=τ_t} ||x_{t-k+1} - x_{t-k}||, with what rounding may add.
};

/// What one execution says on the statements of the theory that hold, or not, for each execution
/// alone. It does not know objective, step size or adversary.
struct Evidence {
  std::uint64_t workers = 0;
  std::uint64_t begun = 0;                ///< Iterations.
  std::uint64_t ended = 0;                ///< Those that ended.
  std::uint64_t tau_max = 0;              ///< Largest contention of the iterations that ended.
  double tau_avg = 0;                     ///< Mean contention of the iterations that ended.
  CountDistribution contention;           ///< Contention of all iterations, ended or not.
  BadWindows::Worst bad_by_start{};       ///< Over all begun.
  BadWindows::Worst bad_by_end{};         ///< Over those that ended.
  ByOrder<std::uint64_t> delay_sum{};     ///< The largest,
  ByOrder<std::uint64_t> delay_sum_at{};  ///< and its position t.
  ByOrder<std::uint64_t> delay_max{};

  ViewDistance closest_to_bound;  ///< Largest ratio of distance to bound.
  ViewDistance farthest;          ///< Largest distance.

  /// The first t whose update is not one whole: it was cut in two by a crash, or the end of the run
  /// or of its epoch, so that x_{t+1} has what views never will; or it was posted piece by piece.
  /// Views are held against their bound before it only.
  std::optional<std::uint64_t> torn_at;

  /// The first t whose x_t is too far from x* for ||x_t - x*||² to be a number; likewise.
  std::optional<std::uint64_t> overflowed_at;
};

}  // namespace hogtie
