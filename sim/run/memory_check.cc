#include "sim/run/memory_check.h"

#include <algorithm>
#include <string>

#include "core/data/memory_limit.h"
#include "core/error.h"
#include "core/execution/iteration_record.h"

namespace hogtie {

void check_memory(const MachineShape& shape, std::uint64_t limit, std::uint64_t file_bytes) {
  // Of an operation: register and value in the worker's script, and an entry of its iteration's
  // record, which the delays are measured with.
  constexpr std::uint64_t kOperationBytes = sizeof(std::uint32_t) + sizeof(double) + sizeof(Access);
  const double needed = static_cast<double>(shape.workers) *
                            static_cast<double>(shape.operations_max * kOperationBytes +
                                                shape.doubles_owned * sizeof(double)) +
                        static_cast<double>(shape.layout.size()) * kBytesPerCoordinate;
  const double allowed =
      std::max(static_cast<double>(limit), kTimesTheDataFile * static_cast<double>(file_bytes));
  const double there = half_of_memory();
  if (needed <= std::min(allowed, there)) return;
  const bool by_setting = needed <= there;
  throw InputError(std::to_string(shape.workers) + " workers with up to " +
                   std::to_string(shape.operations_max) + " operations pending, and " +
                   std::to_string(shape.layout.size()) + " registers, need " + gigabytes(needed) +
                   " of memory, of at most " + gigabytes(std::min(allowed, there)) +
                   "; set fewer workers or a smaller dimension" +
                   (by_setting ? ", or raise limits.memory (for a trace: add --force)" : ""));
}

}  // namespace hogtie
