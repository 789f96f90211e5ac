#include "sim/certify/premises.h"

#include <variant>

#include "core/algorithms/any_algorithm.h"

namespace hogtie {

double one_step_size(const RunSetup& setup) {
  const auto* const epoch_sgd = std::get_if<EpochSgd>(&setup.algorithm());
  return epoch_sgd == nullptr ? 0 : epoch_sgd->step_size;
}

}  // namespace hogtie
