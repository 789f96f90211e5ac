#include "sim/studies/trials/trial_tally.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/statistics/clopper_pearson.h"

namespace hogtie {
namespace {

bool is_worse(const WorstTrial& a, const WorstTrial& b) {
  if (a.hitting_time.has_value() != b.hitting_time.has_value()) return !a.hitting_time.has_value();
  if (a.hitting_time != b.hitting_time) return *a.hitting_time > *b.hitting_time;
  const double a_end = a.final_distance.value_or(a.final_loss);
  const double b_end = b.final_distance.value_or(b.final_loss);
  if (std::isnan(a_end) != std::isnan(b_end)) return std::isnan(a_end);
  return a_end > b_end;
}

void add_finite(double value, Moments& moments) {
  if (std::isfinite(value)) moments.add(value);
}

void fill(const CountDistribution& distribution, proto::CountDistribution& state) {
  state.mutable_buckets()->Add(distribution.buckets().begin(), distribution.buckets().end());
  state.set_maximum(distribution.maximum());
  state.set_sum_high(distribution.sum().high);
  state.set_sum_low(distribution.sum().low);
}

CountDistribution distribution_of(const proto::CountDistribution& state) {
  return CountDistribution::restore(
      {state.buckets().data(), static_cast<std::size_t>(state.buckets_size())}, state.maximum(),
      {state.sum_high(), state.sum_low()});
}

void fill(const Moments& moments, proto::Moments& state) {
  state.set_count(moments.count());
  state.set_mean(moments.mean());
  state.set_squares(moments.squares());
  state.set_least(moments.least());
  state.set_most(moments.most());
}

/// Whether these can be of so many trials.
bool counts_agree(const TrialTally& tally) {
  // Above, what trials add would not be counted right.
  constexpr std::uint64_t kMostSteps = std::uint64_t{1} << 63;
  bool agree = tally.steps <= kMostSteps && tally.contention.count() <= tally.steps;
  for (const std::uint64_t count :
       {tally.left_ball, tally.hitting_times.count(), tally.final_distance.count(),
        tally.final_loss.count(), tally.final_gradient_norm.count()}) {
    agree = agree && count <= tally.trials;
  }
  for (const DelayDistribution& delays : tally.delays) {
    agree = agree && (delays.count() == 0 || delays.count() == tally.contention.count());
  }
  agree = agree && tally.cut_short <= tally.trials &&
          tally.not_finite <= tally.trials - tally.cut_short;
  // The numbers of all other trials are finite.
  const std::uint64_t least = agree ? tally.trials - tally.cut_short - tally.not_finite : 0;
  return agree && tally.final_loss.count() >= least && tally.final_gradient_norm.count() >= least;
}

/// Whether the curves and the worst trial can be of these trials.
bool details_agree(const TrialTally& tally) {
  for (const auto* const moments : {&tally.curve, &tally.losses}) {
    for (const Moments& point : *moments) {
      if (point.count() > tally.trials) return false;
    }
  }
  if (!tally.worst.has_value()) return true;
  const std::optional<std::uint64_t>& time = tally.worst->hitting_time;
  return tally.worst->trial < tally.trials && time.has_value() == (tally.failures() == 0) &&
         (!time.has_value() || *time == tally.hitting_times.maximum());
}

Moments moments_of(const proto::Moments& state) {
  return Moments::restore(state.count(), state.mean(), state.squares(), state.least(),
                          state.most());
}

}  // namespace

void TrialTally::add(const TrialResult& result) {
  const proto::Metrics& metrics = result.metrics;
  const WorstTrial candidate{
      trials, metrics.has_hitting_time() ? std::optional(metrics.hitting_time()) : std::nullopt,
      metrics.has_final_distance() ? std::optional(metrics.final_distance()) : std::nullopt,
      metrics.final_loss()};
  if (!worst.has_value() || is_worse(candidate, *worst)) worst = candidate;
  ++trials;
  if (result.ending.verdict == proto::NOT_FINITE) {
    ++not_finite;
  } else if (result.ending.verdict != proto::COMPLETED) {
    ++cut_short;
  }
  steps += metrics.steps();
  if (result.left_ball) ++left_ball;
  if (metrics.has_hitting_time()) hitting_times.add(metrics.hitting_time());
  contention.add(result.contention);
  for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
    delays[order].add(result.delays[order]);
  }
  if (metrics.has_final_distance()) add_finite(metrics.final_distance(), final_distance);
  add_finite(metrics.final_loss(), final_loss);
  add_finite(metrics.final_gradient_norm(), final_gradient_norm);
  for (std::size_t k = 0; k < result.curve.size(); ++k) add_finite(result.curve[k], curve[k]);
  for (std::size_t k = 0; k < result.losses.size(); ++k) add_finite(result.losses[k], losses[k]);
}

Interval TrialTally::failure_interval(double confidence) const {
  return clopper_pearson(failures(), trials, confidence);
}

std::optional<std::uint64_t> TrialTally::hitting_time_quantile(std::uint32_t percent) const {
  // Rounded up without overflow: trials = 100 q + r.
  const std::uint64_t rank = trials / 100 * percent + (trials % 100 * percent + 99) / 100;
  if (rank == 0 || rank > hitting_times.count()) return std::nullopt;
  return hitting_times.at_rank(rank);
}

proto::TrialTally to_proto(const TrialTally& tally) {
  proto::TrialTally state;
  state.set_trials(tally.trials);
  state.set_cut_short(tally.cut_short);
  state.set_not_finite(tally.not_finite);
  state.set_steps(tally.steps);
  state.set_left_ball(tally.left_ball);
  fill(tally.hitting_times, *state.mutable_hitting_times());
  fill(tally.contention, *state.mutable_contention());
  fill(tally.delays[kByStart], *state.mutable_delays_by_start());
  fill(tally.delays[kByFirstUpdate], *state.mutable_delays_by_first_update());
  fill(tally.delays[kByEnd], *state.mutable_delays_by_end());
  fill(tally.final_distance, *state.mutable_final_distance());
  fill(tally.final_loss, *state.mutable_final_loss());
  fill(tally.final_gradient_norm, *state.mutable_final_gradient_norm());
  for (const Moments& moments : tally.curve) fill(moments, *state.add_curve());
  for (const Moments& moments : tally.losses) fill(moments, *state.add_losses());
  if (tally.worst.has_value()) {
    proto::WorstTrial& worst = *state.mutable_worst();
    worst.set_trial(tally.worst->trial);
    if (tally.worst->hitting_time) worst.set_hitting_time(*tally.worst->hitting_time);
    if (tally.worst->final_distance) worst.set_final_distance(*tally.worst->final_distance);
    worst.set_final_loss(tally.worst->final_loss);
  }
  return state;
}

TrialTally from_proto(const proto::TrialTally& state, std::size_t curve_points) {
  TrialTally tally(curve_points);
  tally.trials = state.trials();
  tally.cut_short = state.cut_short();
  tally.not_finite = state.not_finite();
  tally.steps = state.steps();
  tally.left_ball = state.left_ball();
  tally.hitting_times = distribution_of(state.hitting_times());
  tally.contention = distribution_of(state.contention());
  tally.delays = {distribution_of(state.delays_by_start()),
                  distribution_of(state.delays_by_first_update()),
                  distribution_of(state.delays_by_end())};
  tally.final_distance = moments_of(state.final_distance());
  tally.final_loss = moments_of(state.final_loss());
  tally.final_gradient_norm = moments_of(state.final_gradient_norm());
  if (static_cast<std::size_t>(state.curve_size()) != curve_points ||
      static_cast<std::size_t>(state.losses_size()) != curve_points || !counts_agree(tally) ||
      state.has_worst() != (tally.trials > 0)) {
    throw std::invalid_argument("results that contradict each other");
  }
  for (std::size_t k = 0; k < curve_points; ++k) {
    tally.curve[k] = moments_of(state.curve(static_cast<int>(k)));
    tally.losses[k] = moments_of(state.losses(static_cast<int>(k)));
  }
  if (state.has_worst()) {
    const proto::WorstTrial& worst = state.worst();
    tally.worst = {
        worst.trial(),
        worst.has_hitting_time() ? std::optional(worst.hitting_time()) : std::nullopt,
        worst.has_final_distance() ? std::optional(worst.final_distance()) : std::nullopt,
        worst.final_loss()};
  }
  if (!details_agree(tally)) throw std::invalid_argument("results that contradict each other");
  return tally;
}

}  // namespace hogtie
