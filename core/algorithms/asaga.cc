#include "core/algorithms/asaga.h"

#include <numeric>
#include <utility>

#include "core/algorithms/objective_as.h"
#include "core/algorithms/support_weights.h"

namespace hogtie {

Asaga Asaga::make(const proto::Experiment& experiment, const AlgorithmContext& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  const auto& risk = objective_as<EmpiricalRisk>(experiment, context, "a linear model over data");
  auto samples = std::make_shared<std::vector<std::uint32_t>>(risk.samples());
  std::iota(samples->begin(), samples->end(), 0);
  return {settings.step_size(), settings.iterations(),
          std::make_shared<const std::vector<double>>(support_weights(risk)), std::move(samples)};
}

}  // namespace hogtie
