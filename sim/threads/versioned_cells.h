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

/// The number of the register that guards updates, if there is one.
inline std::uint32_t guard_of(const RegisterLayout& layout) {
  return layout.guard == kNoGuard ? kNoGuard : layout.number(CounterRegister{layout.guard});
}

/// What a register holds, and its version: how many operations have changed it.
struct Versioned {
  /// Epochs are smaller than this.
  static constexpr std::uint64_t kSeals = std::uint64_t{1} << 16;

  Word value;
  std::uint64_t stamp;  ///< Version and seal.

  std::uint64_t version() const { return stamp / kSeals; }
  std::uint64_t seal() const { return stamp % kSeals; }  ///< The latest epoch that has seen it.
  /// The same with a seal of at least `epoch`.
  Versioned sealed(std::uint64_t epoch) const {
    return epoch <= seal() ? *this : Versioned{value, version() * kSeals + epoch};
  }
};

/// Registers whose value and version change together, by a 16-byte compare&swap, so that every
/// operation knows which version it read or made. All are sequentially consistent on x86, where
/// loads and locked operations are as long as there are no plain stores.
///
/// Beside the version stands a seal: an epoch of the guard (a counter that only ascends) that some
/// worker had seen when it operated on the register. A guarded fetch&add of an earlier epoch fails
/// on it: this is how a double-compare-single-swap on a guard elsewhere is made of one on the
/// register. What it lets through although the guard has moved on cannot have been seen by anybody
/// who knew that, so that the guard can be said to have moved after it. Epochs are 0 to
/// Versioned::kSeals - 1.
class VersionedCells {
 public:
  /// A register's place.
  class alignas(16) Cell {
   public:
    Versioned load() const {
      for (;;) {
        const std::uint64_t stamp = ref(content_.stamp).load(std::memory_order_acquire);
        const Word value = ref(content_.value).load(std::memory_order_acquire);
        if (ref(content_.stamp).load(std::memory_order_relaxed) == stamp) [[likely]] {
          return {value, stamp};
        }
      }
    }

    /// Puts `value` and the next version in the place of `seen`, with a seal of at least `epoch`.
    /// Returns whether the register still was as seen.
    bool replace(const Versioned& seen, Word value, std::uint64_t epoch) {
      const Versioned next = seen.sealed(epoch);
      if (next.stamp > ~std::uint64_t{0} - Versioned::kSeals) [[unlikely]] {
        throw std::overflow_error("a register's versions are used up");
      }
      return exchange(seen, {value, next.stamp + Versioned::kSeals});
    }

    /// Marks the register, as seen, as known to this epoch.
    bool seal(const Versioned& seen, std::uint64_t epoch) {
      return exchange(seen, seen.sealed(epoch));
    }

   private:
    friend VersionedCells;
    __extension__ using Wide = unsigned __int128;

    static std::atomic_ref<std::uint64_t> ref(const std::uint64_t& word) {
      return std::atomic_ref(const_cast<std::uint64_t&>(word));
    }
    static Wide wide(const Versioned& content) { return Wide{content.stamp} << 64 | content.value; }
    bool exchange(const Versioned& seen, const Versioned& desired) {
      return __sync_bool_compare_and_swap(reinterpret_cast<Wide*>(this), wide(seen), wide(desired));
    }

    Versioned content_{};
  };

  VersionedCells(const RegisterLayout& registers, proto::ModelLayout layout)
      : layout_(registers),
        stride_(stride(layout, sizeof(Cell))),
        cells_(place(registers.size() - 1) + 1) {}

  const RegisterLayout& layout() const { return layout_; }

  /// Not while threads run.
  void set(std::span<const double> initial) {
    for (std::uint32_t j = 0; j < initial.size(); ++j) {
      model(j).content_.value = to_word(initial[j]);
    }
  }
  double get(std::uint32_t j) const { return to_double(cells_[model_place(j)].content_.value); }
  std::uint64_t version(std::uint32_t number) const {
    return cells_[place(number)].content_.version();
  }

  /// Iterations drawn so far, as C[0] counts them.
  std::uint64_t drawn() { return count(0); }
  std::uint64_t count(std::uint32_t c) {
    return at(layout_.number(CounterRegister{c})).load().value;
  }

  /// The cell of X[j], and that of any register by its number.
  Cell& model(std::uint32_t j) { return cells_[model_place(j)]; }
  Cell& at(std::uint32_t number) { return cells_[place(number)]; }

 private:
  static constexpr std::size_t kLineCells = kCacheLine / 16;

  std::size_t model_place(std::size_t j) const { return j * stride_; }
  std::size_t place(std::uint32_t number) const {
    if (number < layout_.doubles) return model_place(number);
    const std::size_t lines = (model_place(layout_.doubles) + kLineCells - 1) / kLineCells;
    return (lines + number - layout_.doubles) * kLineCells;
  }

  RegisterLayout layout_;
  std::size_t stride_;
  AlignedArray<Cell> cells_;
};

}  // namespace hogtie
