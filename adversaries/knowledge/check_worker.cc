#include "adversaries/knowledge/check_worker.h"

#include "core/error.h"

namespace hogtie {

void check_worker(std::uint32_t worker, const std::string& where, std::uint32_t workers) {
  if (worker < workers) return;
  throw InputError(where + " names worker " + std::to_string(worker) + ", of workers 0 to " +
                   std::to_string(workers - 1));
}

}  // namespace hogtie
