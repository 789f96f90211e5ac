#include "core/memory/worker_memory.h"

#include <sys/mman.h>

#include <cstdlib>
#include <new>
#include <type_traits>

namespace hogtie {
namespace {

constexpr std::size_t kLineBytes = 64;
static_assert(std::is_trivially_destructible_v<Script> && std::is_trivially_copyable_v<Script>);

constexpr std::size_t round_up(std::size_t bytes, std::size_t unit) {
  return (bytes + unit - 1) / unit * unit;
}

/// With many workers, random steps touch more pages than the processor's table of pages holds, so
/// the memory asks for huge ones.
std::byte* allocate(std::size_t bytes) {
  constexpr std::size_t kHugePage = std::size_t{2} << 20;
  const std::size_t alignment = bytes > kHugePage ? kHugePage : kLineBytes;
  const std::size_t size = round_up(bytes, alignment);
  void* const memory = std::aligned_alloc(alignment, size);
  if (memory == nullptr) throw std::bad_alloc();
  if (alignment == kHugePage) madvise(memory, size, MADV_HUGEPAGE);
  return static_cast<std::byte*>(memory);
}

}  // namespace

void WorkerMemory::Free::operator()(std::byte* memory) const {
  std::free(memory);
}

WorkerMemory::WorkerMemory(std::uint32_t workers, std::size_t operations_max,
                           std::size_t scalars_max, std::size_t doubles_owned)
    : values_at_(round_up(sizeof(Script), kLineBytes)),
      doubles_at_(values_at_ + operations_max * sizeof(double)),
      scalars_at_(doubles_at_ + doubles_owned * sizeof(double)),
      registers_at_(scalars_at_ + scalars_max * sizeof(ScalarOperation)),
      // An odd number of cache lines: equal parts of different blocks fall into different sets.
      stride_(round_up(registers_at_ + operations_max * sizeof(std::uint32_t), kLineBytes) /
                  kLineBytes / 2 * 2 * kLineBytes +
              kLineBytes),
      doubles_owned_(doubles_owned),
      size_(stride_ * workers),
      memory_(allocate(size_)) {
  for (std::uint32_t w = 0; w < workers; ++w) {
    std::byte* const at = block(w);
    Script& script = *new (at) Script;
    script.values = new (at + values_at_) double[operations_max]();
    new (at + doubles_at_) double[doubles_owned]();
    script.scalars = new (at + scalars_at_) ScalarOperation[scalars_max]();
    script.registers = new (at + registers_at_) std::uint32_t[operations_max]();
    script.capacity = static_cast<std::uint32_t>(operations_max);
    script.scalars_capacity = static_cast<std::uint32_t>(scalars_max);
  }
}

Script& WorkerMemory::script(std::uint32_t worker) const {
  return *std::launder(reinterpret_cast<Script*>(block(worker)));
}

std::span<double> WorkerMemory::doubles(std::uint32_t worker) const {
  return {std::launder(reinterpret_cast<double*>(block(worker) + doubles_at_)), doubles_owned_};
}

}  // namespace hogtie
