#include "core/objectives/logistic_loss.h"

#include <cmath>

namespace hogtie {

double logistic_loss(double margin) {
  return margin > 0 ? std::log1p(std::exp(-margin)) : std::log1p(std::exp(margin)) - margin;
}

}  // namespace hogtie
