#include "sim/studies/certify/certify_trials.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "adversaries/strategies/sequential.h"
#include "core/certification/drift.h"
#include "core/random/trial_seed.h"
#include "core/theory/premise.h"
#include "sim/simulation/session.h"
#include "sim/studies/certify/certify_means.h"
#include "sim/studies/certify/premises.h"
#include "sim/studies/certify/run_certificate.h"
#include "sim/studies/common/curve_times.h"
#include "sim/studies/common/ordered_parallel_for.h"

namespace hogtie {
namespace {

using Moves = std::vector<std::optional<double>>;

struct Trial {
  Ending ending;
  std::vector<Finding> findings;
  bool failed = false;
  bool left_ball = false;
  bool cut_short = false;
  std::uint64_t tau_max = 0;
  double final_distance = 0;
  Moves sequential;
  Moves rate;
  Moves delayed;
};

double distance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return std::sqrt(sum);
}

/// No moves where the process is not defined.
template <class Compute>
Moves if_defined(const Compute& compute) {
  try {
    return compute();
  } catch (const PremiseError&) {
    return {};
  }
}

class Trials {
 public:
  Trials(const RunSetup& setup, const CertifyRequest& request, const TrialsWatch& watch)
      : setup_(setup),
        request_(request),
        watch_(watch),
        problem_(certifiable_problem(setup)),
        step_size_(one_step_size(setup)),
        times_(curve_times(iterations_in_all(setup.algorithm()))) {
    times_.pop_back();  // from the last iterate there is no move
    for (const std::uint64_t time : times_) result_.drift.push_back({time, {}, {}, {}});
  }

  TrialsCertificate run() {
    OrderedParallelFor<Trial>::run(
        {0, request_.trials, request_.threads, watch_.interrupted},
        [this](std::uint64_t k) { return run_trial(trial_seed(setup_.experiment().seed(), k)); },
        [this](std::uint64_t, const Trial& trial) { return add(trial); });
    result_.interrupted = !result_.failure.has_value() && result_.trials < request_.trials;
    std::erase_if(result_.drift, [](const DriftPoint& point) {
      return point.rate.count() + point.sequential.count() + point.delayed.count() == 0;
    });
    result_.together = certify_means(setup_, problem_, result_, request_.confidence);
    return std::move(result_);
  }

 private:
  Trial run_trial(std::uint64_t seed) const {
    Trial trial;
    std::vector<IterateRecord> run;
    const std::vector<double>& optimum = *setup_.optimum();
    {
      Watch watch;
      watch.interrupted = watch_.interrupted;
      Session session(setup_, seed, watch);
      RunCertificate certificate(session.simulation(),
                                 [&](const IterateRecord& record) { run.push_back(record); });
      trial.ending = session.run();
      certificate.finish();
      trial.findings = certificate.findings();
      trial.failed = !certificate.hit().has_value();
      trial.left_ball = certificate.left_ball();
      trial.cut_short = certificate.evidence().begun < iterations_in_all(setup_.algorithm());
      trial.tau_max = certificate.evidence().tau_max;
      trial.final_distance = distance(session.simulation().model(), optimum);
    }
    if (step_size_ == 0) return trial;
    trial.rate = if_defined([&] { return rate_drift(problem_, step_size_, run, times_); });
    const Asynchrony asynchrony{setup_.experiment().workers(), optimum.size(), trial.tau_max};
    trial.delayed =
        if_defined([&] { return delayed_drift(problem_, asynchrony, step_size_, run, times_); });
    if (!trial.rate.empty()) trial.sequential = sequential_moves(seed);
    return trial;
  }

  Moves sequential_moves(std::uint64_t seed) const {
    std::vector<IterateRecord> run;
    const Watch nothing;
    Session session(setup_, seed, nothing);
    Certifier certifier(setup_.experiment().workers(), setup_.initial(), setup_.target(),
                        [&](const IterateRecord& record) { run.push_back(record); });
    session.machine().add_reader(certifier);
    Sequential schedule;
    session.run(schedule);
    certifier.finish();
    return rate_drift(problem_, step_size_, run, times_);
  }

  bool add(const Trial& trial) {
    const proto::Verdict verdict = trial.ending.verdict;
    if (verdict == proto::STOPPED) return false;
    if (verdict == proto::ADVERSARY_ERROR || verdict == proto::WORKER_ERROR) {
      result_.failure = {result_.trials, trial.ending.detail};
      return false;
    }
    add_findings(trial.findings);
    for (std::size_t k = 0; k < times_.size(); ++k) {
      DriftPoint& point = result_.drift[k];
      add_move(trial.sequential, k, point.sequential);
      add_move(trial.rate, k, point.rate);
      add_move(trial.delayed, k, point.delayed);
    }
    result_.failures += trial.failed ? 1 : 0;
    result_.left_ball += trial.left_ball ? 1 : 0;
    result_.cut_short += trial.cut_short ? 1 : 0;
    result_.tau_max = std::max(result_.tau_max, trial.tau_max);
    if (std::isfinite(trial.final_distance)) {
      result_.final_distance.add(trial.final_distance);
    } else {
      ++result_.not_finite;
    }
    ++result_.trials;
    if (watch_.progress) watch_.progress(result_.trials);
    return true;
  }

  static void add_move(const Moves& moves, std::size_t k, Moments& moments) {
    if (k < moves.size() && moves[k].has_value()) moments.add(*moves[k]);
  }

  void add_findings(const std::vector<Finding>& findings) {
    result_.each.resize(findings.size());
    for (std::size_t k = 0; k < findings.size(); ++k) {
      SummedFinding& sum = result_.each[k];
      const Finding& finding = findings[k];
      ++sum.trials[static_cast<std::size_t>(finding.standing)];
      if (result_.trials == 0 || is_worse(finding, sum.worst)) {
        sum.worst = finding;
        sum.trial = result_.trials;
      }
    }
  }

  static bool is_worse(const Finding& a, const Finding& b) {
    return a.standing != b.standing ? a.standing > b.standing : a.ratio() > b.ratio();
  }

  const RunSetup& setup_;
  const CertifyRequest& request_;
  const TrialsWatch& watch_;
  ConvergenceProblem problem_;
  double step_size_;
  std::vector<std::uint64_t> times_;
  TrialsCertificate result_;
};

}  // namespace

TrialsCertificate certify_trials(const RunSetup& setup, const CertifyRequest& request,
                                 const TrialsWatch& watch) {
  return Trials(setup, request, watch).run();
}

}  // namespace hogtie
