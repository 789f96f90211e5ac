#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "proto/experiment.pb.h"
#include "sim/studies/price/measure.h"
#include "sim/studies/price/price_point.h"
#include "sim/studies/price/price_theory.h"

namespace hogtie {

/// What is measured: the product of these.
struct PriceGrid {
  std::vector<double> step_sizes;
  std::vector<std::string> adversaries;
  std::vector<std::uint32_t> workers;
  std::vector<std::uint64_t> taus;
};

struct PriceRequest {
  proto::Experiment
      experiment;  ///< Settings that the grid does not vary; the algorithm is epoch_sgd.
  PriceGrid grid;
  std::uint64_t trials = 1;   ///< Trials of each measurement.
  std::uint32_t threads = 1;  ///< At least 1.
};

/// At one step size, beside sequential SGD with the same. A slowdown is sequential's rate over the
/// adversary's, or the adversary's hitting time over sequential's; none where one of the two does
/// not converge, or has no rate or hitting time, or both are 0 or infinite.
struct PriceRow {
  double step_size;
  PriceMeasurement measured;
  PriceMeasurement sequential;
  std::optional<double> slowdown;
  std::optional<double> hitting_slowdown;
  PriceTheory theory;
};

/// All step sizes at one point, and what is best and largest among all.
struct PriceLine {
  PricePoint point;
  std::uint64_t
      contention;  ///< τ_max that the adversary keeps to, or else the largest in its runs.
  std::vector<PriceRow> rows;

  /// The step size of the grid with the best rate of those that converge, against sequential SGD at
  /// its own best. None where none converges at a rate that can be told.
  std::optional<double> best_step_size;
  std::optional<double> best_slowdown;
  std::optional<double> best_hitting_slowdown;

  std::optional<double> largest_step_size;  ///< That converges; see largest_step_size().
  RecommendedStepSizes recommended;
};

/// A run that a worker's or the adversary's error ended.
struct PriceFailure {
  std::string where;
  std::string detail;
};

struct PriceReport {
  /// By adversary, workers and τ, in the order of the grid: all, or after an interrupt those that
  /// were measured by then.
  std::vector<PriceLine> lines;
  std::optional<double> sequential_largest_step_size;
  std::vector<std::string> data_notes;  ///< RunSetup::data_notes.
  bool interrupted = false;
  std::uint64_t lines_in_all = 0;
  std::optional<PriceFailure> failure;  ///< Then the lines say nothing.
};

struct PriceWatch {
  /// Called with the measurements done, of so many: one for each row and each limit.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
  const std::atomic<bool>* interrupted = nullptr;
  /// Called once data is read and x* is known, before what an interrupt ends in good order.
  std::function<void()> began;
};

/// Measures the whole grid. The report is the same, bit for bit, for any number of threads. Throws
/// InputError where an experiment of it cannot be run.
PriceReport run_price(const PriceRequest& request, const PriceWatch& watch);

}  // namespace hogtie
