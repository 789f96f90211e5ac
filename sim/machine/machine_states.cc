#include "sim/machine/machine.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "sim/machine/stack_image.h"

namespace hogtie {

std::span<std::byte> Machine::used_stack(std::uint32_t worker) const {
  if (contexts_[worker] == nullptr) return {};
  auto* const begin = static_cast<std::byte*>(contexts_[worker]);
  return {begin, static_cast<std::byte*>(stacks_.stack(worker).sp)};
}

void Machine::check_savable() const {
  if (!program_ || ended_) throw std::logic_error("the machine is in no run");
  if (failure_) throw std::logic_error("a machine whose reader has failed cannot be saved");
  if (!can_copy_stacks()) throw std::logic_error("this build cannot copy stacks");
}

/// Throws std::logic_error if a worker is known to own heap memory.
void Machine::check_heap() const {
  const auto owns = std::ranges::find_if(heap_, [](std::int64_t blocks) { return blocks > 0; });
  if (owns != heap_.end()) {
    throw std::logic_error("worker " + std::to_string(owns - heap_.begin()) +
                           " owns heap memory, which no saved state holds; allocate by "
                           "SharedMemory::allocate, or execute the steps again");
  }
}

MachineState Machine::save() {
  check_savable();
  if (overflow_.happened) throw std::logic_error("a stack of the machine has overflowed");
  check_heap();
  if (thread_) thread_->wait();
  MachineState state(execution_);
  state.machine_ = identity_;
  const std::span<const std::byte> memory = memory_.bytes();
  std::size_t bytes = memory.size();
  for (std::uint32_t w = 0; w < execution_.workers; ++w) bytes += used_stack(w).size();
  state.memory_.reserve(bytes);
  state.memory_.assign(memory.begin(), memory.end());
  for (std::uint32_t w = 0; w < execution_.workers; ++w) {
    StackImage::append(used_stack(w), state.memory_);
  }
  state.contexts_ = contexts_;
  state.resume_ = resume_;
  state.run_worker_ = run_worker_;
  state.run_left_ = run_left_;
  state.submissions_ = submissions_;
  state.last_ = last_;
  state.over_ = over_;
  state.ending_ = ending_;
  for (const TapeReader* const reader : readers_) state.readers_.push_back(reader->save());
  if (thread_) state.readers_.push_back(playback_->save());
  return state;
}

void Machine::restore(const MachineState& state) {
  check_savable();
  if (state.machine_ != identity_) throw std::logic_error("a state of another machine");
  if (thread_) thread_->wait();
  state.execution_.restore(execution_);
  contexts_ = state.contexts_;
  const std::span<std::byte> memory = memory_.bytes();
  std::span<const std::byte> saved(state.memory_);
  std::ranges::copy(saved.first(memory.size()), memory.begin());
  saved = saved.subspan(memory.size());
  for (std::uint32_t w = 0; w < execution_.workers; ++w) {
    saved = StackImage::restore(saved, used_stack(w), stacks_.bottom(w));
  }
  if (overflow_.happened) stacks_.close_reserves();
  overflow_ = {};
  stacks_broken_ = false;
  computing_ = kNobody;
  resume_ = state.resume_;
  run_worker_ = state.run_worker_;
  run_left_ = state.run_left_;
  submissions_ = state.submissions_;
  last_ = state.last_;
  std::ranges::fill(heap_, 0);
  over_ = state.over_;
  ending_ = state.ending_;
  auto next = state.readers_.begin();
  for (TapeReader* const reader : readers_) reader->restore(**next++);
  if (thread_) playback_->restore(**next++);
  tape_->begin_block(execution_.step());
  renew_duties();
}

}  // namespace hogtie
