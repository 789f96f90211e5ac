#include "core/objectives/shared_penalty.h"

namespace hogtie {

std::vector<double> shared_penalty(std::span<const std::uint32_t> occurrences,
                                   std::size_t coordinates, std::size_t samples, double l2) {
  std::vector<double> weights(coordinates, 0.0);
  for (const std::uint32_t j : occurrences) weights[j] += 1;
  for (double& weight : weights) {
    if (weight > 0) weight = l2 * (static_cast<double>(samples) / weight);
  }
  return weights;
}

}  // namespace hogtie
