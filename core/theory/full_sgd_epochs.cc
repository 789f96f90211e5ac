#include "core/theory/full_sgd_epochs.h"

#include <cmath>

#include "core/theory/premise.h"

namespace hogtie {

std::uint64_t full_sgd_epochs(double step_size, std::uint64_t workers, double second_moment,
                              double epsilon) {
  require_premise(step_size >= 0 && std::isfinite(step_size), "alpha >= 0, finite");
  require_premise(workers >= 1, "n >= 1");
  require_premise(second_moment >= 0 && std::isfinite(second_moment), "M^2 >= 0, finite");
  require_premise(epsilon > 0, "epsilon > 0");
  const double ratio =
      2 * step_size * static_cast<double>(workers) * std::sqrt(second_moment) / std::sqrt(epsilon);
  require_premise(std::isfinite(ratio), "2 alpha n M / sqrt(epsilon) finite");
  // By doubling, since logarithms differ between libraries.
  std::uint64_t epochs = 1;
  for (double reached = 2; reached < ratio; reached *= 2) ++epochs;
  return epochs;
}

}  // namespace hogtie
