#include "sim/studies/price/run_price.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <mutex>
#include <span>

#include "adversaries/knowledge/known_contention.h"
#include "core/error.h"
#include "core/text/number.h"
#include "core/text/quote.h"
#include "sim/studies/common/parallel_for.h"
#include "sim/studies/common/run_failure.h"
#include "sim/studies/common/usable_threads.h"
#include "sim/studies/price/step_size_limit.h"

namespace hogtie {
namespace {

/// a / b where that says something.
std::optional<double> ratio(double a, double b) {
  const double value = a / b;
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<double> slowdown_of(const PriceMeasurement& measured,
                                  const PriceMeasurement& sequential) {
  if (!measured.decay.converges || !sequential.decay.converges) return std::nullopt;
  if (!measured.decay.rate || !sequential.decay.rate) return std::nullopt;
  return ratio(*sequential.decay.rate, *measured.decay.rate);
}

std::optional<double> hitting_slowdown_of(const PriceMeasurement& measured,
                                          const PriceMeasurement& sequential) {
  if (!measured.hitting_time || !sequential.hitting_time) return std::nullopt;
  return ratio(static_cast<double>(*measured.hitting_time),
               static_cast<double>(*sequential.hitting_time));
}

/// The first with the best rate of those that converge.
std::optional<std::size_t> best_of(const std::vector<const PriceMeasurement*>& all) {
  std::optional<std::size_t> best;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (!all[k]->decay.converges || !all[k]->decay.rate) continue;
    if (!best || all[k]->decay.rate > all[*best]->decay.rate) best = k;
  }
  return best;
}

/// Iterations between two looks for success, as many as the setting takes.
constexpr std::uint64_t kNever = 1'000'000'000'000;

class Price {
 public:
  Price(const PriceRequest& request, const PriceWatch& watch)
      : request_(request),
        watch_(watch),
        base_(sequential_experiment(request.experiment, request.grid.step_sizes.front(), 1)) {
    if (base_.optimum() == nullptr) {
      throw InputError("the price is how much slower ||x_t - x*|| falls, and " + objective_name() +
                       " has no known x*; use `hogtie compare`, which goes by success.loss");
    }
    if (!base_.objective().constants(*base_.radius())->lipschitz) {
      throw InputError("the largest step size is searched for from 1/L on, and " +
                       objective_name() + " has no L; use `hogtie compare`");
    }
    if (base_.initial() == *base_.optimum()) {
      throw InputError("x_0 is x*, from which there is nothing to measure; set objective.initial");
    }
    for (const std::string& adversary : request.grid.adversaries) {
      for (const std::uint32_t workers : request.grid.workers) {
        for (const std::uint64_t tau : request.grid.taus) {
          points_.push_back({adversary, workers, tau});
          longest_ = std::max(longest_, run_length(request.experiment, points_.back()));
        }
      }
    }
  }

  PriceReport run() {
    if (watch_.began) watch_.began();
    PriceReport report;
    const std::size_t step_sizes = request_.grid.step_sizes.size();
    sequential_.resize(step_sizes);
    measured_.resize(points_.size() * step_sizes);
    limits_.resize(points_.size());
    // Sequential SGD, which every line is held against, and then line by line, so that an interrupt
    // leaves some.
    std::vector<Job> jobs;
    for (std::size_t k = 0; k < step_sizes; ++k) jobs.push_back(sequential_job(k));
    jobs.push_back(sequential_limit_job());
    const std::size_t shared = jobs.size();
    for (std::size_t k = 0; k < points_.size(); ++k) {
      jobs.push_back(limit_job(k));
      for (std::size_t s = 0; s < step_sizes; ++s) jobs.push_back(row_job(k * step_sizes + s));
    }
    std::vector<char> done(jobs.size());  // each is written by its job
    try {
      parallel_for(jobs.size(), threads(), [&](std::size_t k) {
        run(jobs[k]);
        done[k] = 1;
        advance(jobs.size());
      });
    } catch (const Interrupted&) {
      report.interrupted = true;
    } catch (const Failed& failed) {
      report.failure = failed.failure;
      return report;
    }
    report.data_notes = base_.data_notes();
    report.sequential_largest_step_size = sequential_limit_;
    report.lines_in_all = points_.size();
    const std::span all(done);
    const auto is_done = [&](std::size_t first, std::size_t count) {
      return std::ranges::all_of(all.subspan(first, count), [](char one) { return one != 0; });
    };
    if (!is_done(0, shared)) return report;
    for (std::size_t k = 0; k < points_.size(); ++k) {
      const std::size_t jobs_of_line = 1 + step_sizes;
      if (is_done(shared + k * jobs_of_line, jobs_of_line)) report.lines.push_back(line(k));
    }
    return report;
  }

 private:
  struct Job {
    std::string name;
    std::function<void()> run;
  };

  struct Failed {
    PriceFailure failure;
  };

  std::string objective_name() const {
    return "objective " + quote(base_.experiment().objective().name());
  }

  static std::string name(const PricePoint& point) {
    return point.adversary + ", n = " + std::to_string(point.workers) +
           ", tau = " + std::to_string(point.tau);
  }

  static void run(const Job& job) {
    try {
      job.run();
    } catch (const RunFailure& error) {
      throw Failed{{job.name, error.what()}};
    }
  }

  std::uint32_t threads() const {
    proto::Experiment widest = request_.experiment;
    widest.clear_adversary();
    widest.set_workers(
        *std::max_element(request_.grid.workers.begin(), request_.grid.workers.end()));
    return usable_threads(RunSetup(widest, base_), request_.threads);
  }

  void advance(std::size_t total) {
    if (!watch_.progress) return;
    const std::lock_guard lock(mutex_);
    watch_.progress(++done_, total);
  }

  PriceMeasurement measure_experiment(const proto::Experiment& experiment) const {
    return measure(RunSetup(experiment, base_), request_.trials, watch_.interrupted);
  }

  /// From 1/(2Ln) on, with which even gradients of all workers that are stale at once, and of the
  /// same x, do not carry x past x*. Not by way of 1/L, which lands on x* at once.
  template <class At>
  std::optional<double> limit(std::uint32_t workers, const At& experiment_with) const {
    const double lipschitz = *base_.objective().constants(*base_.radius())->lipschitz;
    return largest_step_size(0.9 / lipschitz, 0.5 / lipschitz / workers, [&](double step_size) {
      proto::Experiment experiment = experiment_with(step_size);
      // Not asked for here, and costly where success is one of loss.
      experiment.mutable_success()->set_every(kNever);
      return measure_experiment(experiment).decay.converges;
    });
  }

  Job limit_job(std::size_t index) {
    const PricePoint& point = points_[index];
    return {name(point), [this, index, &point] {
              limits_[index] = limit(point.workers, [&](double step_size) {
                return experiment_at(request_.experiment, point, step_size);
              });
            }};
  }

  Job row_job(std::size_t index) {
    const std::size_t step_sizes = request_.grid.step_sizes.size();
    const PricePoint& point = points_[index / step_sizes];
    const double step_size = request_.grid.step_sizes[index % step_sizes];
    return {name(point) + ", alpha = " + format_number(step_size),
            [this, index, &point, step_size] {
              measured_[index] =
                  measure_experiment(experiment_at(request_.experiment, point, step_size));
            }};
  }

  Job sequential_job(std::size_t index) {
    return {"sequential", [this, index] {
              sequential_[index] = measure_experiment(sequential_experiment(
                  request_.experiment, request_.grid.step_sizes[index], longest_));
            }};
  }

  Job sequential_limit_job() {
    return {"sequential", [this] {
              sequential_limit_ = limit(1, [&](double step_size) {
                return sequential_experiment(request_.experiment, step_size, longest_);
              });
            }};
  }

  PriceLine line(std::size_t index) const {
    const PricePoint& point = points_[index];
    const std::vector<double>& step_sizes = request_.grid.step_sizes;
    const PriceMeasurement* const measured = &measured_[index * step_sizes.size()];
    PriceLine line{};
    line.point = point;
    for (std::size_t k = 0; k < step_sizes.size(); ++k) {
      line.contention = std::max(line.contention, measured[k].contention);
    }
    const proto::Experiment experiment =
        experiment_at(request_.experiment, point, step_sizes.front());
    line.contention =
        known_contention(experiment.adversary(), point.workers).value_or(line.contention);

    std::vector<const PriceMeasurement*> asynchronous;
    std::vector<const PriceMeasurement*> sequential;
    for (std::size_t k = 0; k < step_sizes.size(); ++k) {
      line.rows.push_back({step_sizes[k], measured[k], sequential_[k],
                           slowdown_of(measured[k], sequential_[k]),
                           hitting_slowdown_of(measured[k], sequential_[k]),
                           price_theory(base_, point, step_sizes[k], line.contention)});
      asynchronous.push_back(&measured[k]);
      sequential.push_back(&sequential_[k]);
    }
    const auto best = best_of(asynchronous);
    const auto sequential_best = best_of(sequential);
    if (best) line.best_step_size = step_sizes[*best];
    if (best && sequential_best) {
      line.best_slowdown = slowdown_of(*asynchronous[*best], *sequential[*sequential_best]);
      line.best_hitting_slowdown =
          hitting_slowdown_of(*asynchronous[*best], *sequential[*sequential_best]);
    }
    line.largest_step_size = limits_[index];
    line.recommended = recommended_step_sizes(base_, point);
    return line;
  }

  const PriceRequest& request_;
  const PriceWatch& watch_;
  const RunSetup base_;  // whose objective all share
  std::vector<PricePoint> points_;
  std::uint64_t longest_ = 1;

  // Each is written by one job.
  std::vector<PriceMeasurement> sequential_;  // by step size
  std::vector<PriceMeasurement> measured_;    // by point and step size
  std::vector<std::optional<double>> limits_;
  std::optional<double> sequential_limit_;

  std::mutex mutex_;  // guards what follows
  std::uint64_t done_ = 0;
};

}  // namespace

PriceReport run_price(const PriceRequest& request, const PriceWatch& watch) {
  return Price(request, watch).run();
}

}  // namespace hogtie
