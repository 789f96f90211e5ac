#include "core/algorithms/support_weights.h"

#include <cstddef>
#include <cstdint>

namespace hogtie {

std::vector<double> support_weights(const FiniteSum& f) {
  std::vector<double> weights(f.dimension(), 0.0);
  for (std::size_t i = 0; i < f.samples(); ++i) {
    for (const std::uint32_t j : f.sample(i).support) weights[j] += 1;
  }
  for (double& weight : weights) {
    if (weight > 0) weight = static_cast<double>(f.samples()) / weight;
  }
  return weights;
}

}  // namespace hogtie
