#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "proto/experiment.pb.h"
#include "sim/studies/league/league_point.h"
#include "sim/studies/league/league_result.h"

namespace hogtie {

/// Every algorithm against every adversary, and on threads.
struct LeagueRequest {
  /// Its algorithm, adversary, step size and machine.kind vary. Where algorithm.iterations is set,
  /// that is the budget of a trial.
  proto::Experiment experiment;
  std::vector<std::string> algorithms;   ///< At least one.
  std::vector<std::string> adversaries;  ///< At least one.
  std::vector<std::uint32_t> hardware;   ///< Numbers of threads, none or several.
  bool leaves_out_algorithms = false;    ///< Those that cannot run are no error,
  bool leaves_out_adversaries = false;   ///< and here too.
  std::uint64_t trials = 1;              ///< Trials of each cell at each of its step sizes.
  std::uint32_t threads = 1;             ///< That simulated trials run on; at least 1.
  std::string traces;                    ///< Directory for traces of threads while they are read.
};

/// An algorithm against an adversary, or on threads, at the step size that is best for it there,
/// and at the one that is best for it under the adversary uniform (see best_step_size; of 32 trials
/// or of as many as there are, other ones than those of the results; a step size is given up once
/// it cannot beat the best any more, or after 8 of them without a hit). Where no step size lets any
/// trial hit, that is none, and sequential SGD's is taken.
struct LeagueCell {
  LeaguePoint point;
  std::optional<double> best_step_size;
  LeagueResult tuned;
  std::optional<double> best_under_uniform;
  LeagueResult tuned_under_uniform;
};

/// What does not take part, and why.
struct LeftOut {
  std::string name;
  std::string reason;
};

/// A run that a worker's or the adversary's error ended.
struct LeagueFailure {
  std::string where;
  std::string detail;
};

struct LeagueReport {
  std::uint64_t budget = 0;  ///< Iterations of a trial.
  /// sequential_sgd alone, at its own best step size; without trials where that was interrupted.
  LeagueResult sequential;
  std::vector<std::string> algorithms;   ///< That take part, in the order asked for.
  std::vector<std::string> adversaries;  ///< Here too.
  std::vector<std::uint32_t> hardware;   ///< Numbers of threads.
  std::vector<LeftOut> left_out;
  std::vector<std::string> data_notes;  ///< RunSetup::data_notes.
  std::vector<LeagueCell> cells;  ///< By algorithm, adversary; threads last. All, or those done.
  std::uint64_t cells_in_all = 0;
  bool interrupted = false;
  std::optional<LeagueFailure> failure;  ///< Then the rest says nothing.
};

struct LeagueWatch {
  /// Called now and then while sequential SGD is measured, which comes first, with the steps that
  /// this has taken.
  std::function<void(std::uint64_t steps)> sequential;
  /// Called with the searches and cells done, of so many.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
  const std::atomic<bool>* interrupted = nullptr;
  /// Called once data is read and x* is known, before what an interrupt ends in good order.
  std::function<void()> began;
};

/// Where it is not set, the budget is 32 times the median hitting time of sequential SGD, and at
/// least 1000 iterations. That hitting time is looked for up to 256000.
inline constexpr std::uint64_t kBudgetInHittingTimes = 32;
inline constexpr std::uint64_t kLeastBudget = 1000;

/// Holds the league. Trial k has the same coins everywhere: the seed of trial k of `hogtie trials`.
/// What is simulated is the same, bit for bit, for any number of threads. Throws InputError where
/// an experiment of it cannot be run, or sequential SGD does not reach the success region.
LeagueReport run_league(const LeagueRequest& request, const LeagueWatch& watch);

}  // namespace hogtie
