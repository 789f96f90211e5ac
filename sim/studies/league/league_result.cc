#include "sim/studies/league/league_result.h"

#include "core/statistics/clopper_pearson.h"

namespace hogtie {

void LeagueResult::add(const HittingTrial& trial) {
  ++trials;
  if (trial.end == TrialEnd::kHit) hitting_times.push_back(trial.hitting_time);
  if (trial.end == TrialEnd::kDiverged) ++diverged;
  if (trial.end == TrialEnd::kStarved) ++starved;
  if (trial.end == TrialEnd::kStuck) ++stuck;
  steps += trial.steps;
  spins += trial.spins;
  updates += trial.updates;
  lost += trial.lost;
}

MedianTime LeagueResult::hitting_time() const {
  return median_time(hitting_times, trials, kLeagueConfidence);
}

Interval LeagueResult::failure_interval() const {
  return clopper_pearson(failures(), trials, kLeagueConfidence);
}

MedianRatio LeagueResult::price(const LeagueResult& sequential) const {
  return median_ratio({hitting_times, trials}, {sequential.hitting_times, sequential.trials},
                      kLeagueConfidence);
}

std::optional<double> LeagueResult::lost_share() const {
  if (updates == 0) return std::nullopt;
  return static_cast<double>(lost) / static_cast<double>(updates);
}

}  // namespace hogtie
