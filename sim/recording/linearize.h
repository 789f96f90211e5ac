#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "adversaries/interface/schedule_source.h"
#include "core/memory/register.h"
#include "sim/recording/operation_log.h"
#include "sim/threads/versioned_memory.h"

namespace hogtie {

/// A schedule of what threads did: an order of all their operations in which each thread's own come
/// in program order, and each register goes through its versions one by one, every version read by
/// those who read it before the next is made. A guarded fetch&add took place while the guard stood
/// at its epoch, or, if it was refused, while it did not. Executed one after the other in this
/// order the operations find what they found.
///
/// Threads go on one at a time, each as far as it gets. Memory: 4 bytes an operation that changed a
/// register, and what the logs take.
class Linearization final : public ScheduleSource {
 public:
  /// The final versions of all registers, in the order of their numbers, and each thread's record.
  /// All must outlive this. Throws InputError where the logs contradict each other: an operation on
  /// a version that nobody made, or two that made the same.
  Linearization(const RegisterLayout& layout, std::span<const std::uint64_t> versions,
                std::span<const std::unique_ptr<ThreadRecord>> threads);

  /// Throws InputError, naming the operations that wait for each other, where there is no such
  /// order.
  std::span<const std::uint32_t> next_stretch() override;

 private:
  using Log = OperationLog::Reader;

  /// Where a register is.
  struct Register {
    std::uint64_t version = 0;
    std::uint32_t* readers = nullptr;  // that still have to read this version
  };

  void count(std::uint32_t thread, Log log, std::span<const std::uint64_t> versions,
             std::vector<std::uint64_t>& changes);
  bool execute(const LoggedOperation& operation);
  void move_guard();
  bool go_on(std::uint32_t thread);
  [[noreturn]] void fail_on(std::uint32_t thread, const LoggedOperation& operation,
                            const std::string& why) const;
  [[noreturn]] void fail_on_cycle() const;
  std::string describe(std::uint32_t thread, const LoggedOperation& operation) const;

  RegisterLayout layout_;
  std::uint32_t guard_;
  std::vector<std::uint32_t> readers_;  // by register and version: how many have to read it
  std::vector<Register> registers_;
  std::vector<ThreadRecord::Move> moves_;  // of the guard, by version
  std::uint64_t epoch_ = 0;                // that it stands at
  std::vector<std::uint64_t> guarded_;  // by epoch: fetch&adds that still have to take place in it
  std::vector<Log> logs_;               // by thread
  std::vector<std::uint32_t> schedule_;
  std::uint32_t next_ = 0;  // thread
};

}  // namespace hogtie
