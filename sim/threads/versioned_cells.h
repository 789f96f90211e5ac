#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>

#include "core/memory/register.h"
#include "sim/threads/cells.h"

namespace hogtie {

/// Whether this processor has the 16-byte compare&swap that versioned cells are made of.
bool has_wide_compare_and_swap();

/// "No guard".
inline constexpr std::uint32_t kNoGuard = ~std::uint32_t{0};

/// The number of the register that guards updates, C[1], if there is one.
inline std::uint32_t guard_of(const RegisterLayout& layout) {
  return layout.counters >= 2 ? layout.number(CounterRegister{1}) : kNoGuard;
}

/// What a register holds, and its version: how many operations have changed it.
struct Versioned {
  Word value;
  std::uint64_t version;
  std::uint64_t seal;  ///< The latest epoch that has seen the register.
};

/// Registers whose value and version change together, by a 16-byte compare&swap, so that every
/// operation knows which version it read or made. All are sequentially consistent on x86, where
/// loads and locked operations are as long as there are no plain stores.
///
/// Beside the version stands a seal: an epoch of the guard (a counter that only ascends) that some
/// worker had seen when it operated on the register. A guarded fetch&add of an earlier epoch fails
/// on it: this is how a double-compare-single-swap on a guard elsewhere is made of one on the
/// register. What it lets through although the guard has moved on cannot have been seen by anybody
/// who knew that, so that the guard can be said to have moved after it.
template <std::size_t kStride>
class VersionedCells {
 public:
  static constexpr std::uint64_t kSeals = std::uint64_t{1} << 16;
  static constexpr std::uint64_t kVersions = std::uint64_t{1} << 48;

  explicit VersionedCells(const RegisterLayout& layout)
      : layout_(layout), cells_(place(layout.size() - 1) + 1) {}

  const RegisterLayout& layout() const { return layout_; }

  /// Not while threads run.
  void set(std::span<const double> initial) {
    for (std::uint32_t j = 0; j < initial.size(); ++j) cells_[place(j)].value = to_word(initial[j]);
  }
  double get(std::uint32_t j) const { return to_double(cells_[place(j)].value); }
  std::uint64_t version(std::uint32_t number) const {
    return unpack(cells_[place(number)]).version;
  }

  /// Iterations drawn so far, as C[0] counts them.
  std::uint64_t drawn() { return load(layout_.number(CounterRegister{0})).value; }

  Versioned load(std::uint32_t number) {
    Cell& cell = cells_[place(number)];
    for (;;) {
      const std::uint64_t stamp = std::atomic_ref(cell.stamp).load(std::memory_order_acquire);
      const Word value = std::atomic_ref(cell.value).load(std::memory_order_acquire);
      if (std::atomic_ref(cell.stamp).load(std::memory_order_relaxed) == stamp) {
        return unpack({value, stamp});
      }
    }
  }

  /// Puts `value` and the next version in the place of `seen`, with a seal of at least `epoch`.
  /// Returns whether the register still was as seen.
  bool replace(std::uint32_t number, const Versioned& seen, Word value, std::uint64_t epoch) {
    if (seen.version + 1 == kVersions)
      throw std::overflow_error("a register's versions are used up");
    return exchange(number, seen, {value, seen.version + 1, std::max(seen.seal, epoch)});
  }

  /// Marks the register, as seen, as known to this epoch.
  bool seal(std::uint32_t number, const Versioned& seen, std::uint64_t epoch) {
    return exchange(number, seen, {seen.value, seen.version, epoch});
  }

 private:
  struct alignas(16) Cell {
    Word value;
    std::uint64_t stamp;  // version and seal
  };
  __extension__ using Wide = unsigned __int128;

  static Versioned unpack(const Cell& cell) {
    return {cell.value, cell.stamp / kSeals, cell.stamp % kSeals};
  }
  static Wide pack(const Versioned& content) {
    return Wide{content.version * kSeals + content.seal} << 64 | content.value;
  }

  bool exchange(std::uint32_t number, const Versioned& seen, const Versioned& desired) {
    auto* const wide = reinterpret_cast<Wide*>(&cells_[place(number)]);
    return __sync_bool_compare_and_swap(wide, pack(seen), pack(desired));
  }

  static constexpr std::size_t kLineCells = kCacheLine / 16;

  std::size_t place(std::uint32_t number) const {
    if (number < layout_.doubles) return number * kStride;
    const std::size_t lines = (layout_.doubles * kStride + kLineCells - 1) / kLineCells;
    return (lines + number - layout_.doubles) * kLineCells;
  }

  RegisterLayout layout_;
  AlignedArray<Cell> cells_;
};

}  // namespace hogtie
