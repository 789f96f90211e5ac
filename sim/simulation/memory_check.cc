#include "sim/simulation/memory_check.h"

#include <algorithm>
#include <string>

#include "core/data/memory_limit.h"
#include "core/error.h"
#include "core/monitors/iteration_record.h"

namespace hogtie {

double memory_needed(const MachineShape& shape, proto::MachineKind machine) {
  // An operation has register and value in the worker's script, on the tape, and an entry of its
  // iteration's record, with which delays are measured, all twice, since they grow by doubling, a
  // copy for the adversary, and one with its step in the playback.
  constexpr std::uint64_t kScriptBytes = sizeof(std::uint32_t) + sizeof(double);
  constexpr std::uint64_t kOperationBytes =
      2 * (2 * kScriptBytes + sizeof(Access)) + 2 * kScriptBytes + sizeof(std::uint64_t);
  // Two pages of a stack are touched, and a worker has two scripts, a context and its delays.
  constexpr std::size_t kStackTouched = 8192;
  constexpr std::uint64_t kWorkerBytes = 2048;
  const auto workers = static_cast<double>(shape.workers);
  const auto registers = static_cast<double>(shape.layout.size());
  const double simulated =
      workers * static_cast<double>(shape.operations_max * kOperationBytes +
                                    shape.doubles_owned * sizeof(double) +
                                    std::min(shape.stack_bytes, kStackTouched) + kWorkerBytes) +
      registers * kBytesPerCoordinate;
  if (machine == proto::SIMULATED) return simulated;
  // A register has a cache line. A thread has a view and an update, and its log has versions of
  // lists and registers, when it is written and when it is read.
  constexpr double kLineBytes = 64;
  constexpr double kThreadBytes = 8 * sizeof(std::uint64_t);
  return simulated + registers * (kLineBytes + workers * kThreadBytes);
}

double memory_allowed(std::uint64_t limit, std::uint64_t file_bytes) {
  return std::min(half_of_memory(), std::max(static_cast<double>(limit),
                                             kTimesTheDataFile * static_cast<double>(file_bytes)));
}

void check_memory(const MachineShape& shape, proto::MachineKind machine, std::uint64_t limit,
                  std::uint64_t file_bytes) {
  const double needed = memory_needed(shape, machine);
  const double allowed = memory_allowed(limit, file_bytes);
  if (needed <= allowed) return;
  const bool by_setting = needed <= half_of_memory();
  const std::string most =
      by_setting ? gigabytes(allowed) : gigabytes(half_of_memory()) + ", half of what there is";
  throw InputError(std::to_string(shape.workers) + (shape.workers == 1 ? " worker" : " workers") +
                   " with up to " + std::to_string(shape.operations_max) +
                   " operations pending, and " + std::to_string(shape.layout.size()) +
                   " registers, need " + gigabytes(needed) + " of memory, of at most " + most +
                   "; set fewer workers or a smaller dimension" +
                   (by_setting ? ", or raise limits.memory (for a trace: add --force)" : ""));
}

}  // namespace hogtie
