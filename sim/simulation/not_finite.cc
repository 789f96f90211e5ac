#include "sim/simulation/not_finite.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "core/monitors/metrics.h"
#include "core/text/number.h"
#include "sim/simulation/derived_iterates.h"

namespace hogtie {
namespace {

std::optional<std::string> first_of(std::span<const double> x, const std::string& name) {
  const auto finite = [](double value) { return std::isfinite(value); };
  const auto at = std::find_if_not(x.begin(), x.end(), finite);
  if (at == x.end()) return std::nullopt;
  return name + "[" + std::to_string(at - x.begin()) + "] is " + format_number(*at);
}

}  // namespace

std::optional<std::string> first_not_finite(std::span<const double> model,
                                            std::span<const double> result,
                                            const proto::Metrics& metrics) {
  if (auto first = first_of(model, "X")) return first;
  if (auto first = first_of(result, "result")) return first;
  const auto named = [](const char* name, double value) {
    return std::string(name) + " is " + format_number(value);
  };
  if (!std::isfinite(metrics.final_distance())) {
    return named("final_distance", metrics.final_distance());
  }
  if (!std::isfinite(metrics.final_loss())) return named("final_loss", metrics.final_loss());
  if (!std::isfinite(metrics.final_gradient_norm())) {
    return named("final_gradient_norm", metrics.final_gradient_norm());
  }
  return std::nullopt;
}

std::optional<std::string> first_not_finite(const Simulation& simulation,
                                            const proto::Metrics& metrics) {
  return first_not_finite(simulation.model(),
                          result(simulation.setup(), simulation.machine().execution()), metrics);
}

std::optional<std::string> first_not_finite(const Simulation& simulation) {
  const RunSetup& setup = simulation.setup();
  const std::vector<double> end = result(setup, simulation.machine().execution());
  proto::Metrics metrics;
  report_final(end, setup.target(), setup.landscape(), metrics);
  return first_not_finite(simulation.model(), end, metrics);
}

}  // namespace hogtie
