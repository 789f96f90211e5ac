#include "core/certification/drift.h"

#include <algorithm>
#include <cstddef>

#include "core/theory/supermartingale.h"

namespace hogtie {
namespace {

/// Calls `value(t)` and `value(t + 1)` at the times at which the process moves.
template <class Value>
std::vector<std::optional<double>> drift(const ConvergenceProblem& problem,
                                         std::span<const IterateRecord> run,
                                         std::span<const std::uint64_t> times, const Value& value) {
  const auto success = std::ranges::find_if(
      run, [&](const IterateRecord& record) { return record.squared_distance <= problem.epsilon; });
  const auto hit = static_cast<std::uint64_t>(success - run.begin());
  std::vector<std::optional<double>> moves(times.size());
  for (std::size_t k = 0; k < times.size(); ++k) {
    const std::uint64_t t = times[k];
    if (t < hit && t + 1 < run.size()) moves[k] = value(t + 1) - value(t);
  }
  return moves;
}

/// Φ_t of asynchronous_supermartingale. `way[t]` is how far x moved before t, all in all.
double delayed_movement(std::span<const IterateRecord> run, std::span<const double> way,
                        std::uint64_t delay_max, std::uint64_t t) {
  double sum = 0;
  const std::uint64_t end = std::min<std::uint64_t>(run.size(), t + delay_max + 1);
  for (std::uint64_t u = t; u < end; ++u) {
    const std::uint64_t missed_from = u - run[u].delay;
    if (missed_from < t) sum += way[t] - way[missed_from];
  }
  return sum;
}

}  // namespace

std::vector<std::optional<double>> rate_drift(const ConvergenceProblem& problem, double step_size,
                                              std::span<const IterateRecord> run,
                                              std::span<const std::uint64_t> times) {
  return drift(problem, run, times, [&](std::uint64_t t) {
    return rate_supermartingale(problem, step_size, run[t].squared_distance, t);
  });
}

std::vector<std::optional<double>> delayed_drift(const ConvergenceProblem& problem,
                                                 const Asynchrony& asynchrony, double step_size,
                                                 std::span<const IterateRecord> run,
                                                 std::span<const std::uint64_t> times) {
  std::vector<double> way(run.size() + 1);
  std::uint64_t delay_max = 0;
  for (std::size_t t = 0; t < run.size(); ++t) {
    way[t + 1] = way[t] + run[t].movement;
    delay_max = std::max(delay_max, run[t].delay);
  }
  return drift(problem, run, times, [&](std::uint64_t t) {
    return asynchronous_supermartingale(problem, asynchrony, step_size, run[t].squared_distance, t,
                                        delayed_movement(run, way, delay_max, t));
  });
}

}  // namespace hogtie
