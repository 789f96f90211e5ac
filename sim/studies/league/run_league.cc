#include "sim/studies/league/run_league.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <mutex>
#include <utility>

#include "core/error.h"
#include "core/random/trial_seed.h"
#include "core/text/quote.h"
#include "sim/simulation/run_setup.h"
#include "sim/simulation/simulation.h"
#include "sim/studies/common/parallel_for.h"
#include "sim/studies/common/run_failure.h"
#include "sim/studies/common/usable_threads.h"
#include "sim/studies/league/hitting_trial.h"
#include "sim/studies/league/step_size_search.h"

namespace hogtie {
namespace {

const LeaguePoint kSequential{"sequential_sgd", "sequential", 1};

class League {
 public:
  League(const LeagueRequest& request, const LeagueWatch& watch)
      : request_(request),
        watch_(watch),
        base_(experiment_at(request.experiment, kSequential, 0, kLeastBudget)),
        anchor_(anchor(base_)) {
    admit();
    for (const std::string& algorithm : report_.algorithms) {
      for (const std::string& adversary : report_.adversaries) {
        points_.push_back({algorithm, adversary, request.experiment.workers()});
      }
    }
    simulated_ = points_.size();
    for (const std::string& algorithm : report_.algorithms) {
      for (const std::uint32_t workers : request.hardware) {
        points_.push_back({algorithm, "", workers});
      }
    }
    report_.hardware = request.hardware;
    report_.data_notes = base_.data_notes();
    report_.cells_in_all = points_.size();
  }

  LeagueReport run() {
    if (watch_.began) watch_.began();
    cells_.resize(points_.size());
    under_uniform_.resize(report_.algorithms.size());
    try {
      named(kSequential, [&] { measure_sequential(); });
      for_all(under_uniform_.size(), [&](std::size_t k) { tune_under_uniform(k); });
      for_all(simulated_, [&](std::size_t k) { measure_cell(k); });
      for (std::size_t k = simulated_; k < points_.size(); ++k) measure_cell(k);
    } catch (const Interrupted&) {
      report_.interrupted = true;
    } catch (const Failed& failed) {
      report_.failure = failed.failure;
      return std::move(report_);
    }
    for (std::optional<LeagueCell>& cell : cells_) {
      if (cell) report_.cells.push_back(std::move(*cell));
    }
    // By algorithm: those on threads behind its others.
    std::ranges::stable_sort(report_.cells, {}, [this](const LeagueCell& cell) {
      return std::ranges::find(report_.algorithms, cell.point.algorithm) -
             report_.algorithms.begin();
    });
    return std::move(report_);
  }

 private:
  static constexpr std::uint64_t kPilots = 32;
  /// So many pilots, the first, without a hit are taken for all of them. A step size that is as
  /// good as the best is given up so with a probability of 2^-8 at most.
  static constexpr std::uint64_t kHopeless = 8;
  // Apart from the trials that are reported, which a step size picked by them would flatter.
  static constexpr std::uint64_t kFirstPilot = std::uint64_t{1} << 32;

  struct Failed {
    LeagueFailure failure;
  };

  /// 1/L, where there is one.
  static double anchor(const RunSetup& setup) {
    if (setup.optimum() == nullptr) return 1;
    const auto constants = setup.objective().constants(*setup.radius());
    if (!constants || !constants->lipschitz || !(*constants->lipschitz > 0)) return 1;
    return 1 / *constants->lipschitz;
  }

  template <class Run>
  static void named(const LeaguePoint& point, const Run& run) {
    try {
      run();
    } catch (const RunFailure& error) {
      throw Failed{{name_of(point), error.what()}};
    }
  }

  /// Keeps the algorithms and adversaries that can run.
  void admit() {
    const std::uint32_t workers = request_.experiment.workers();
    for (const std::string& algorithm : request_.algorithms) {
      admit(algorithm, request_.leaves_out_algorithms, report_.algorithms, [&] {
        const auto attempt = [&](const LeaguePoint& point) {
          RunSetup(experiment_at(request_.experiment, point, anchor_, kLeastBudget), base_);
        };
        attempt({algorithm, "uniform", workers});
        for (const std::uint32_t threads : request_.hardware) attempt({algorithm, "", threads});
      });
    }
    for (const std::string& adversary : request_.adversaries) {
      admit(adversary, request_.leaves_out_adversaries, report_.adversaries, [&] {
        const RunSetup setup(experiment_at(request_.experiment, {"epoch_sgd", adversary, workers},
                                           anchor_, kLeastBudget),
                             base_);
        Simulation(setup, 0).make_adversary();
      });
    }
    if (report_.algorithms.empty() || report_.adversaries.empty()) {
      throw InputError(report_.left_out.front().name + ": " + report_.left_out.front().reason);
    }
  }

  template <class Try>
  void admit(const std::string& name, bool leaves_out, std::vector<std::string>& list,
             const Try& attempt) {
    try {
      attempt();
      list.push_back(name);
    } catch (const InputError& error) {
      if (!leaves_out) throw;
      report_.left_out.push_back({name, error.what()});
    }
  }

  template <class Work>
  void for_all(std::size_t count, const Work& work) {
    proto::Experiment widest = request_.experiment;
    widest.clear_adversary();
    *widest.mutable_algorithm() = base_.experiment().algorithm();
    parallel_for(count, usable_threads(RunSetup(widest, base_), request_.threads), work);
  }

  bool interrupted() const {
    return watch_.interrupted != nullptr && watch_.interrupted->load(std::memory_order_relaxed);
  }

  void advance() {
    if (!watch_.progress) return;
    const std::lock_guard lock(mutex_);
    watch_.progress(++done_, points_.size() + under_uniform_.size());
  }

  HittingTrial run_trial(const LeaguePoint& point, const RunSetup& setup, std::uint64_t trial,
                         std::uint64_t cut_off) {
    if (interrupted()) throw Interrupted();
    const std::uint64_t seed = trial_seed(request_.experiment.seed(), trial);
    Watch watch;
    watch.interrupted = watch_.interrupted;
    if (measures_sequential_ && watch_.sequential) {
      watch.progress = [this](std::uint64_t steps) {
        watch_.sequential(sequential_steps_ + steps);
      };
    }
    if (!point.on_threads()) {
      const HittingTrial result = hitting_trial(setup, seed, cut_off, watch);
      if (measures_sequential_) sequential_steps_ += result.steps;
      return result;
    }
    proto::Experiment experiment = setup.experiment();
    experiment.set_seed(seed);
    // Threads cannot be ended at the cut-off; what has epochs needs to know its end.
    proto::Algorithm& algorithm = *experiment.mutable_algorithm();
    if (!algorithm.has_epochs()) {
      algorithm.set_iterations(std::clamp<std::uint64_t>(cut_off, 1, algorithm.iterations()));
    }
    const auto trace = std::filesystem::path(request_.traces) / "league.trace";
    return hitting_trial_on_threads(RunSetup(experiment, base_), trace.string(), cut_off, watch);
  }

  LeagueResult measure(const LeaguePoint& point, double step_size) {
    const RunSetup setup(experiment_at(request_.experiment, point, step_size, report_.budget),
                         base_);
    LeagueResult result;
    result.step_size = step_size;
    for (std::uint64_t k = 0; k < request_.trials; ++k) {
      result.add(run_trial(point, setup, k, report_.budget));
    }
    return result;
  }

  /// By the upper end of the median's interval: of many step sizes tried, the smallest median may
  /// be that of one which was merely lucky.
  StepSizeScore score(const LeaguePoint& point, double step_size, std::uint64_t budget,
                      const ScoreLimits& limits) {
    const RunSetup setup(experiment_at(request_.experiment, point, step_size, budget), base_);
    const std::uint64_t misses_max = kPilots - median_high_rank(kPilots, kLeagueConfidence);
    std::vector<std::uint64_t> hits;
    for (std::uint64_t k = 0; k < kPilots; ++k) {
      const HittingTrial trial = run_trial(point, setup, kFirstPilot + k, limits.cut_off);
      if (trial.end == TrialEnd::kHit) hits.push_back(trial.hitting_time);
      const std::uint64_t misses = k + 1 - hits.size();
      // Whatever the rest: no time, and too few hits.
      if (misses > misses_max && kPilots - misses < limits.least_hits) return {};
      if (hits.empty() && misses == kHopeless) return {};
    }
    const std::uint64_t count = hits.size();
    return {median_time(std::move(hits), kPilots, kLeagueConfidence).high, count};
  }

  std::optional<double> search(const LeaguePoint& point, std::uint64_t budget) {
    // Most need not much more than sequential SGD does, which is a 32nd of the budget.
    const std::array cut_offs{budget / 16, budget / 4, budget};
    return best_step_size(anchor_, cut_offs, [&](double step_size, const ScoreLimits& limits) {
      return score(point, step_size, budget, limits);
    });
  }

  void measure_sequential() {
    measures_sequential_ = true;
    report_.sequential = measured_sequential();
    measures_sequential_ = false;
  }

  /// With a budget that is raised until there is a median, unless it is given.
  LeagueResult measured_sequential() {
    constexpr std::uint64_t kMost = 256'000;
    const proto::Algorithm& algorithm = request_.experiment.algorithm();
    for (report_.budget = algorithm.has_iterations() ? algorithm.iterations() : kLeastBudget;;
         report_.budget *= 4) {
      if (const auto best = search(kSequential, report_.budget)) {
        LeagueResult result = measure(kSequential, *best);
        const auto median = result.hitting_time().median;
        if (median == 0) {
          throw InputError(
              "x_0 is in the success region already; set a smaller success.epsilon or "
              "success.loss, or objective.initial");
        }
        if (median) {
          if (algorithm.has_iterations()) return result;
          report_.budget = std::max(kLeastBudget, kBudgetInHittingTimes * *median);
          return measure(kSequential, *best);
        }
      }
      if (algorithm.has_iterations() || report_.budget >= kMost) {
        throw InputError("sequential_sgd does not reach the success region in " +
                         std::to_string(report_.budget) +
                         " iterations at any step size; set a larger success.epsilon or "
                         "success.loss, or algorithm.iterations");
      }
    }
  }

  void tune_under_uniform(std::size_t index) {
    const LeaguePoint point{report_.algorithms[index], "uniform", request_.experiment.workers()};
    named(point, [&] { under_uniform_[index] = search(point, report_.budget); });
    advance();
  }

  void measure_cell(std::size_t index) {
    const LeaguePoint& point = points_[index];
    const auto algorithm =
        std::ranges::find(report_.algorithms, point.algorithm) - report_.algorithms.begin();
    LeagueCell cell;
    cell.point = point;
    cell.best_under_uniform = under_uniform_[static_cast<std::size_t>(algorithm)];
    named(point, [&] {
      cell.best_step_size =
          point.adversary == "uniform" ? cell.best_under_uniform : search(point, report_.budget);
      const double otherwise = report_.sequential.step_size;
      const double there = cell.best_step_size.value_or(otherwise);
      const double under_uniform = cell.best_under_uniform.value_or(otherwise);
      cell.tuned = measure(point, there);
      cell.tuned_under_uniform =
          there == under_uniform ? cell.tuned : measure(point, under_uniform);
    });
    cells_[index] = std::move(cell);
    advance();
  }

  const LeagueRequest& request_;
  const LeagueWatch& watch_;
  const RunSetup base_;  // whose objective all share
  const double anchor_;
  LeagueReport report_;
  std::vector<LeaguePoint> points_;
  std::size_t simulated_ = 0;  // so many of the points, the first

  // Before the jobs.
  bool measures_sequential_ = false;
  std::uint64_t sequential_steps_ = 0;

  // Each is written by one job.
  std::vector<std::optional<double>> under_uniform_;  // by algorithm
  std::vector<std::optional<LeagueCell>> cells_;      // by point

  std::mutex mutex_;  // guards what follows
  std::uint64_t done_ = 0;
};

}  // namespace

LeagueReport run_league(const LeagueRequest& request, const LeagueWatch& watch) {
  return League(request, watch).run();
}

}  // namespace hogtie
