#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/monitors/delay_distribution.h"
#include "core/monitors/iteration_record.h"
#include "core/statistics/count_distribution.h"
#include "core/statistics/interval.h"
#include "core/statistics/moments.h"
#include "proto/trials.pb.h"
#include "sim/studies/trials/trial.h"

namespace hogtie {

/// The worst of some trials: one that did not reach the success region before one that did; then
/// the larger hitting time; then the larger final distance, or final loss where there is no x*
/// (what is no number being largest); then the earlier trial.
struct WorstTrial {
  std::uint64_t trial;
  std::optional<std::uint64_t> hitting_time;
  std::optional<double> final_distance;
  double final_loss;
};

/// Results of trials 0, 1, ..., added up in this order, so that they are the same to the last bit
/// whichever threads ran them. Memory does not grow with their number.
struct TrialTally {
  explicit TrialTally(std::size_t curve_points) : curve(curve_points), losses(curve_points) {}

  std::uint64_t trials = 0;
  /// Ended by the limit on steps or memory, with workers crashed, or starved.
  std::uint64_t cut_short = 0;
  /// Ended with numbers that are inf or NaN; none of these is cut short, too.
  std::uint64_t not_finite = 0;
  std::uint64_t steps = 0;

  /// In which a view or an iterate left the ball over which M is taken, so that bounds in M do not
  /// speak of them.
  std::uint64_t left_ball = 0;

  /// Hitting times of the trials that reached the success region. The others are censored: all that
  /// is known of their hitting time is that it is larger than the iterations they had.
  CountDistribution hitting_times;

  /// All iterations of all trials that ended.
  DelayDistribution contention;
  ByOrder<DelayDistribution> delays;

  // Moments over the trials in which the number is finite; `count` says how many.
  Moments final_distance;       ///< ||x - x*|| of the model at the end, where there is x*.
  Moments final_loss;           ///< f(x) of it.
  Moments final_gradient_norm;  ///< ||grad f(x)|| of it.
  std::vector<Moments> curve;   ///< ||x_t - x*||^2 at each time, of the trials that came to it.
  std::vector<Moments> losses;  ///< f(x_t) at each time, of the trials that noted it.
  std::optional<WorstTrial> worst;

  /// Adds the result of trial number `trials`.
  void add(const TrialResult& result);

  /// Trials that missed the success region: the event F_T, where none was cut short.
  std::uint64_t failures() const { return trials - hitting_times.count(); }

  /// The exact interval for P(F_T).
  Interval failure_interval(double confidence) const;

  /// The smallest time by which at least `percent` % of all trials had reached the success region;
  /// none where fewer have at all. 1 to 100.
  std::optional<std::uint64_t> hitting_time_quantile(std::uint32_t percent) const;
};

proto::TrialTally to_proto(const TrialTally& tally);

/// Throws std::invalid_argument for what no tally of so many points of a curve is.
TrialTally from_proto(const proto::TrialTally& state, std::size_t curve_points);

}  // namespace hogtie
