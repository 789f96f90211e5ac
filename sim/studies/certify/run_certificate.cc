#include "sim/studies/certify/run_certificate.h"

#include <algorithm>
#include <utility>

#include "core/objectives/quadratic.h"
#include "core/theory/premise.h"
#include "sim/studies/certify/premises.h"

namespace hogtie {
namespace {

/// x_0 is on the ball's edge where R is ||x_0 - x*||: not for a rounding is it outside.
constexpr double kSlack = 1 + 1e-9;

/// Throws PremiseError where the run is not one of statement 7 or 8.
StaleRounds stale_rounds(const RunSetup& setup) {
  const proto::Adversary& adversary = setup.experiment().adversary();
  const bool swarm = adversary.name() == "swarm";
  require_premise(swarm || adversary.name() == "stale_gradient",
                  "rounds of the adversary stale_gradient or swarm");
  require_premise(setup.experiment().machine().kind() == proto::SIMULATED,
                  "a schedule of that adversary, not of threads");
  require_premise(
      !adversary.has_tau_max() && !adversary.has_wait_max() && adversary.crashes_size() == 0,
      "rounds that no wrapper cuts short");
  const auto* const quadratic = dynamic_cast<const Quadratic*>(&setup.objective());
  require_premise(quadratic != nullptr && setup.experiment().objective().noise() == 0,
                  "a quadratic without noise");
  const std::vector<double>& curvature = quadratic->curvature();
  require_premise(std::ranges::all_of(curvature, [&](double c) { return c == curvature.front(); }),
                  "one curvature in all coordinates");
  require_premise(setup.experiment().workers() >= 2, "n >= 2");
  const double step_size = one_step_size(setup);
  require_premise(step_size > 0, kOneStepSize);
  const std::uint64_t stale = swarm ? setup.experiment().workers() - 1 : 1;
  return {{step_size, adversary.tau(), stale, curvature.front()}, curvature.size()};
}

/// A statement that the run is not subject to.
Finding not_met(std::string statement, std::string what, std::string premise) {
  return {std::move(statement),     std::move(what),   0, 0, std::nullopt,
          Standing::kPremiseNotMet, std::move(premise)};
}

}  // namespace

RunCertificate::RunCertificate(Simulation& simulation, Certifier::Sink sink)
    : setup_(simulation.setup()),
      problem_(certifiable_problem(setup_)),
      ball_(*setup_.radius() * *setup_.radius() * kSlack),
      sink_(std::move(sink)),
      certifier_(simulation.experiment().workers(), simulation.initial(), setup_.target(),
                 [this](const IterateRecord& record) { take(record); }),
      convergence_(simulation.experiment().workers(), simulation.initial(), setup_.target(),
                   {problem_.epsilon, std::nullopt}, 1, {}, {}, ball_),
      views_(simulation.experiment().workers(), setup_.target(), ball_),
      crashes_(simulation.experiment().adversary(),
               [this, &machine = simulation.machine()](std::uint32_t worker) {
                 machine.caught_up_playback().catch_up(worker);
                 certifier_.worker_crashed(worker);
               }),
      memory_limit_(certifier_.delays(), simulation.machine(), simulation.operations_max()) {
  try {
    require_premise(one_step_size(setup_) > 0, kOneStepSize);
    rate_.emplace(problem_, one_step_size(setup_));
  } catch (const PremiseError& error) {
    rate_premise_ = error.premise();
  }
  try {
    rounds_ = stale_rounds(setup_);
  } catch (const PremiseError& error) {
    rounds_premise_ = error.premise();
  }
  Machine& machine = simulation.machine();
  machine.add_reader(certifier_);
  machine.add_reader(convergence_);
  machine.add_reader(views_);
  machine.add_reader(crashes_);
  machine.add_reader(memory_limit_);
}

std::vector<Finding> RunCertificate::findings() const {
  std::vector<Finding> findings{rate()};
  std::ranges::move(certify_execution(evidence()), std::back_inserter(findings));
  findings.push_back(rounds());
  findings.push_back(elastic());
  return findings;
}

void RunCertificate::take(const IterateRecord& record) {
  if (!(record.squared_distance <= ball_)) left_ball_ = true;
  if (rate_) rate_->add(record);
  if (rounds_) rounds_->add(record);
  if (sink_) sink_(record);
}

Finding RunCertificate::rate() const {
  const char* const what = "rate supermartingale, max W_t by W_0";
  if (!rate_) return not_met("1", what, rate_premise_);
  if (evidence().overflowed_at && !rate_->succeeded()) return not_met("1", what, kFinite);
  return rate_->finding();
}

Finding RunCertificate::rounds() const {
  if (!rounds_) return not_met("7", "factor of a round with stale gradients", rounds_premise_);
  return rounds_->finding();
}

Finding RunCertificate::elastic() const {
  std::string premise;
  if (one_step_size(setup_) == 0) {
    premise = kOneStepSize;
  } else if (evidence().overflowed_at) {
    premise = kFinite;
  } else if (left_ball()) {
    premise = kInBall;
  }
  return certify_elastic_consistency(evidence(), problem_, one_step_size(setup_),
                                     setup_.initial().size(), premise);
}

}  // namespace hogtie
