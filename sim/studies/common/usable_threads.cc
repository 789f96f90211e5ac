#include "sim/studies/common/usable_threads.h"

#include <algorithm>

#include "sim/machine/stack_pool.h"

namespace hogtie {

std::uint32_t usable_threads(const RunSetup& setup, std::uint32_t wanted) {
  const std::uint32_t fit =
      std::min(StackPool::kGuardedMax / setup.experiment().workers(), setup.machines_max());
  return std::clamp(fit, 1U, wanted);
}

}  // namespace hogtie
