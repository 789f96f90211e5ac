#include "sim/run/memory_check.h"

#include <algorithm>
#include <string>

#include "core/data/memory_limit.h"
#include "core/error.h"
#include "core/execution/iteration_record.h"

namespace hogtie {

double memory_needed(const MachineShape& shape) {
  // Of an operation: register and value in the worker's script, and an entry of its iteration's
  // record, which the delays are measured with; twice, since they grow by doubling.
  constexpr std::uint64_t kOperationBytes =
      2 * (sizeof(std::uint32_t) + sizeof(double) + sizeof(Access));
  return static_cast<double>(shape.workers) *
             static_cast<double>(shape.operations_max * kOperationBytes +
                                 shape.doubles_owned * sizeof(double)) +
         static_cast<double>(shape.layout.size()) * kBytesPerCoordinate;
}

double memory_allowed(std::uint64_t limit, std::uint64_t file_bytes) {
  return std::min(half_of_memory(), std::max(static_cast<double>(limit),
                                             kTimesTheDataFile * static_cast<double>(file_bytes)));
}

void check_memory(const MachineShape& shape, std::uint64_t limit, std::uint64_t file_bytes) {
  const double needed = memory_needed(shape);
  const double allowed = memory_allowed(limit, file_bytes);
  if (needed <= allowed) return;
  const bool by_setting = needed <= half_of_memory();
  const std::string most =
      by_setting ? gigabytes(allowed) : gigabytes(half_of_memory()) + ", half of what there is";
  throw InputError(std::to_string(shape.workers) + " workers with up to " +
                   std::to_string(shape.operations_max) + " operations pending, and " +
                   std::to_string(shape.layout.size()) + " registers, need " + gigabytes(needed) +
                   " of memory, of at most " + most + "; set fewer workers or a smaller dimension" +
                   (by_setting ? ", or raise limits.memory (for a trace: add --force)" : ""));
}

}  // namespace hogtie
