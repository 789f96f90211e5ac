#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "core/memory/script.h"

namespace hogtie {

/// The memory that workers own beside their stacks: for each one block with its script, the arrays
/// of it, and the doubles that its algorithm allocates. A block holds no pointer that leaves the
/// worker but to registers' lists and its stack, so worker state is saved by copying the two.
class WorkerMemory {
 public:
  WorkerMemory(std::uint32_t workers, std::size_t operations_max, std::size_t scalars_max,
               std::size_t doubles_owned);

  Script& script(std::uint32_t worker) const;
  std::span<double> doubles(std::uint32_t worker) const;

  /// All of it. Bytes that are copied away and back to the same place are the state of then.
  std::span<std::byte> bytes() const { return {memory_.get(), size_}; }

 private:
  struct Free {
    void operator()(std::byte* memory) const;
  };

  std::byte* block(std::uint32_t worker) const { return memory_.get() + stride_ * worker; }

  std::size_t values_at_;
  std::size_t doubles_at_;
  std::size_t scalars_at_;
  std::size_t registers_at_;
  std::size_t stride_;
  std::size_t doubles_owned_;
  std::size_t size_;
  std::unique_ptr<std::byte[], Free> memory_;
};

}  // namespace hogtie
