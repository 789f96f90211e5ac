#include "sim/machine/stack_image.h"

#include <cstdint>
#include <cstring>

#include "sim/machine/sanitizer_fiber.h"

namespace hogtie {

#if defined(HOGTIE_ASAN)
namespace {

/// Copies what must not be touched, too: red zones and variables out of scope.
[[gnu::no_sanitize("address")]] void copy_unchecked(std::byte* to, const std::byte* from,
                                                    std::size_t size) {
  // Not in a form that the compiler makes a checked call of.
  for (std::size_t k = 0; k < size; ++k) {
    static_cast<volatile std::byte*>(to)[k] = static_cast<const volatile std::byte*>(from)[k];
  }
}

struct Shadow {
  std::byte* begin;
  std::size_t size;
};

Shadow shadow_of(const std::byte* memory, std::size_t size) {
  std::size_t scale;
  std::size_t offset;
  __asan_get_shadow_mapping(&scale, &offset);
  const auto address = reinterpret_cast<std::uintptr_t>(memory);
  return {reinterpret_cast<std::byte*>((address >> scale) + offset), size >> scale};
}

}  // namespace

bool can_copy_stacks() {
  return __asan_get_current_fake_stack() == nullptr;
}

void StackImage::append(std::span<const std::byte> used, std::vector<std::byte>& bytes) {
  const Shadow shadow = shadow_of(used.data(), used.size());
  const std::size_t begin = bytes.size();
  bytes.resize(begin + used.size() + shadow.size);
  copy_unchecked(bytes.data() + begin, used.data(), used.size());
  copy_unchecked(bytes.data() + begin + used.size(), shadow.begin, shadow.size);
}

std::span<const std::byte> StackImage::restore(std::span<const std::byte> bytes,
                                               std::span<std::byte> used, std::byte* bottom) {
  if (used.empty()) return bytes;
  const Shadow shadow = shadow_of(used.data(), used.size());
  __asan_unpoison_memory_region(bottom, static_cast<std::size_t>(used.data() - bottom));
  copy_unchecked(used.data(), bytes.data(), used.size());
  copy_unchecked(shadow.begin, bytes.data() + used.size(), shadow.size);
  return bytes.subspan(used.size() + shadow.size);
}
#else
bool can_copy_stacks() {
#if defined(HOGTIE_TSAN)
  return false;
#else
  return true;
#endif
}

void StackImage::append(std::span<const std::byte> used, std::vector<std::byte>& bytes) {
  bytes.insert(bytes.end(), used.begin(), used.end());
}

std::span<const std::byte> StackImage::restore(std::span<const std::byte> bytes,
                                               std::span<std::byte> used, std::byte* /*bottom*/) {
  std::memcpy(used.data(), bytes.data(), used.size());
  return bytes.subspan(used.size());
}
#endif

}  // namespace hogtie
