#include "core/objectives/logistic_loss.h"

#include <cmath>
#include <cstddef>

namespace hogtie {

double logistic_loss(double margin) {
  return margin > 0 ? std::log1p(std::exp(-margin)) : std::log1p(std::exp(margin)) - margin;
}

void logistic_slopes(std::span<double> t, std::span<const double> labels) {
  for (std::size_t i = 0; i < t.size(); ++i) t[i] *= labels[i];
  reproducible_exp(t);
  for (std::size_t i = 0; i < t.size(); ++i) t[i] = -labels[i] / (1 + t[i]);
}

}  // namespace hogtie
