#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/execution/execution_state.h"
#include "core/execution/reader_state.h"
#include "sim/machine/context.h"
#include "sim/machine/ending.h"
#include "sim/machine/last_submission.h"

namespace hogtie {

/// A state of a machine between two steps, its workers' stacks included: see Machine::save. It
/// belongs to that machine, whose memory it refers to.
class MachineState {
 public:
  /// Steps executed before it.
  std::uint64_t step() const { return execution_.step(); }

  /// Memory that it takes, without its readers' states.
  std::size_t bytes() const {
    return sizeof *this + execution_.bytes() + memory_.size() + contexts_.size() * sizeof(Context) +
           last_.size() * sizeof(LastSubmission);
  }

 private:
  friend class Machine;
  explicit MachineState(const Execution& execution) : execution_(execution) {}

  std::shared_ptr<const void> machine_;  // the identity of it
  ExecutionState execution_;
  std::vector<std::byte> memory_;  // the workers' memory, then the used parts of their stacks
  std::vector<Context> contexts_;
  std::uint32_t resume_ = 0;
  std::uint32_t run_worker_ = 0;
  std::uint32_t run_left_ = 0;
  std::uint64_t submissions_ = 0;
  std::vector<LastSubmission> last_;
  bool over_ = false;
  Ending ending_;
  std::vector<std::shared_ptr<const ReaderState>> readers_;
};

}  // namespace hogtie
