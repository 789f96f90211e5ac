#include "sim/machine/stack_pool.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "core/error.h"

namespace hogtie {
namespace {

constexpr std::size_t kShiftBytes = 64;
constexpr std::uint32_t kShifts = 16;
/// Enough for what the library functions of C need.
constexpr std::size_t kReservePages = 16;
constexpr std::array<std::uint64_t, 8> kPattern{
    0x686f677469652121, 0x737461636b206f6b, 0x686f677469652121, 0x737461636b206f6b,
    0x686f677469652121, 0x737461636b206f6b, 0x686f677469652121, 0x737461636b206f6b};

}  // namespace

StackPool::StackPool(std::uint32_t stacks, std::size_t stack_bytes)
    : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))),
      stack_bytes_((stack_bytes + page_ - 1) / page_ * page_),
      guarded_(stacks <= kGuardedMax),
      reserve_(guarded_ ? kReservePages * page_ : 0),
      stride_(stack_bytes_ + (guarded_ ? page_ + reserve_ : 0)),
      mapped_(stride_ * stacks + (guarded_ ? 0 : page_)) {
  void* const memory = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) {
    throw InputError("cannot map " + std::to_string(stacks) + " stacks of " +
                     std::to_string(stack_bytes_) + " bytes: " + std::strerror(errno) +
                     "; set fewer workers or a smaller machine.stack_bytes");
  }
  base_ = static_cast<std::byte*>(memory);
  for (std::uint32_t k = 0; k < stacks; ++k) {
    if (!guarded_) std::memcpy(bottom(k), kPattern.data(), sizeof kPattern);
    const std::size_t forbidden = page_ + reserve_;
    if ((guarded_ || k == 0) && mprotect(bottom(k) - forbidden, forbidden, PROT_NONE) != 0) {
      const std::string reason = std::strerror(errno);
      munmap(base_, mapped_);
      throw InputError("cannot protect the guard page of a stack: " + reason +
                       "; set fewer workers, or raise the limit vm.max_map_count");
    }
  }
}

StackPool::~StackPool() {
  munmap(base_, mapped_);
}

std::byte* StackPool::bottom(std::uint32_t index) const {
  return base_ + page_ + reserve_ + stride_ * index;
}

boost::context::stack_context StackPool::stack(std::uint32_t index) const {
  boost::context::stack_context context;
  const std::size_t shift = (index % kShifts) * kShiftBytes;
  context.size = stack_bytes_ - shift;
  context.sp = bottom(index) + context.size;
  return context;
}

bool StackPool::intact(std::uint32_t index) const {
  return guarded_ || std::memcmp(bottom(index), kPattern.data(), sizeof kPattern) == 0;
}

bool StackPool::open_reserve(const void* address) const {
  const auto* const at = static_cast<const std::byte*>(address);
  if (reserve_ == 0 || at < base_ || at >= base_ + mapped_) return false;
  const std::size_t offset = static_cast<std::size_t>(at - base_) % stride_;
  if (offset < page_ || offset >= page_ + reserve_) return false;
  std::byte* const begin = base_ + (at - base_) - offset + page_;
  return mprotect(begin, reserve_, PROT_READ | PROT_WRITE) == 0;
}

void StackPool::close_reserves() const {
  if (reserve_ == 0) return;
  for (std::byte* guard = base_; guard < base_ + mapped_; guard += stride_) {
    mprotect(guard, page_ + reserve_, PROT_NONE);
  }
}

bool StackPool::in_guard(const void* address) const {
  const auto* const at = static_cast<const std::byte*>(address);
  if (at < base_ || at >= base_ + mapped_) return false;
  const auto offset = static_cast<std::size_t>(at - base_);
  return guarded_ ? offset % stride_ < page_ : offset < page_;
}

}  // namespace hogtie
