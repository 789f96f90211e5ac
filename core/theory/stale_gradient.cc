#include "core/theory/stale_gradient.h"

#include <cmath>

#include "core/theory/premise.h"

namespace hogtie {
namespace {

/// αλ, once the premises hold.
double rate(double step_size, double curvature) {
  const double product = step_size * curvature;
  require_premise(curvature > 0, "lambda > 0", {{"lambda", curvature}});
  require_premise(product > 0 && product < 1, "0 < alpha lambda < 1", {{"alpha lambda", product}});
  return product;
}

double rate(const StaleRound& round) {
  require_premise(round.stale >= 1, "at least one stale worker");
  return rate(round.step_size, round.curvature);
}

/// ln (1-αλ)^iterations. Through log1p, since 1-αλ itself loses the digits of a small αλ.
double log_contraction(double rate, std::uint64_t iterations) {
  return static_cast<double>(iterations) * std::log1p(-rate);
}

}  // namespace

double mean_factor(const StaleRound& round) {
  const double a = rate(round);
  return std::exp(log_contraction(a, round.tau)) - static_cast<double>(round.stale) * a;
}

double variance(const StaleRound& round, double noise) {
  const double a = rate(round);
  require_premise(noise >= 0 && std::isfinite(noise), "sigma >= 0", {{"sigma", noise}});
  const double one = round.step_size * noise * (round.step_size * noise);
  const double run = -std::expm1(2 * log_contraction(a, round.tau)) / (a * (2 - a));
  return static_cast<double>(round.stale) * one + one * run;
}

double slowdown(const StaleRound& round) {
  const double a = rate(round);
  const double factor = std::abs(mean_factor(round));
  return log_contraction(a, round.tau + round.stale) / std::log(factor);
}

double slowdown_lower_bound(const StaleRound& round) {
  const double a = rate(round);
  require_premise(round.stale == 1, "one stale worker");
  require_premise(2 * std::exp(log_contraction(a, round.tau)) <= a,
                  "2 (1 - alpha lambda)^tau <= alpha lambda", {{"alpha lambda", a}});
  return log_contraction(a, round.tau + 1) / std::log(a / 2);
}

bool diverges(const StaleRound& round) {
  return mean_factor(round) < -1;
}

std::uint64_t tau_of_no_return(double step_size, double curvature) {
  const double a = rate(step_size, curvature);
  require_premise(a >= 1e-12, "alpha lambda >= 1e-12", {{"alpha lambda", a}});
  const auto holds = [a](std::uint64_t tau) { return 2 * std::exp(log_contraction(a, tau)) <= a; };
  // The logarithms may be off by a rounding; `holds` decides.
  auto tau = static_cast<std::uint64_t>(std::log(a / 2) / std::log1p(-a));
  while (tau > 0 && holds(tau - 1)) --tau;
  while (!holds(tau)) ++tau;
  return tau;
}

}  // namespace hogtie
