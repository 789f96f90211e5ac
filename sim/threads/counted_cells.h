#pragma once

#include <emmintrin.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/memory/register.h"
#include "sim/threads/cells.h"

namespace hogtie {

/// Whether aligned loads and stores of 16 bytes are atomic on this processor, as those with AVX
/// promise.
bool has_wide_loads_and_stores();

/// Racy registers (see PlainCells<Racy>) with the number of their updates beside the value. A
/// fetch&add is one load and one store of both, so whoever overwrites an update overwrites its
/// count too, and what the counts lack of the updates that were made is lost.
class CountedCells {
 public:
  CountedCells(const RegisterLayout& registers, proto::ModelLayout layout)
      : size_(registers.doubles),
        shift_(place_shift(layout, sizeof(Cell))),
        cells_(std::max<std::size_t>(1, std::size_t{registers.doubles} << shift_)),
        counters_(registers.counters) {}

  /// Not while threads run.
  void set(std::span<const double> initial) {
    for (std::uint32_t j = 0; j < initial.size(); ++j) cell(j).value = initial[j];
  }
  double get(std::uint32_t j) const { return cells_[std::size_t{j} << shift_].value; }

  /// Updates that were not overwritten.
  std::uint64_t kept() const {
    std::uint64_t sum = 0;
    for (std::uint32_t j = 0; j < size_; ++j) sum += cells_[std::size_t{j} << shift_].updates;
    return sum;
  }

  std::uint64_t count(std::uint32_t c) { return counter(c).load(std::memory_order_relaxed); }
  /// Iterations drawn so far, as C[0] counts them.
  std::uint64_t drawn() { return count(0); }

  double load(std::uint32_t j) {
    return std::atomic_ref(cell(j).value).load(std::memory_order_relaxed);
  }
  void store(std::uint32_t j, double value) {
    std::atomic_ref(cell(j).value).store(value, std::memory_order_relaxed);
  }
  double add(std::uint32_t j, double value) {
    // Single instructions, which the language has no name for.
    Cell& target = cell(j);
    __m128i both;
    asm volatile("movdqa %1, %0" : "=x"(both) : "m"(target));
    const double before = _mm_cvtsd_f64(_mm_castsi128_pd(both));
    const __m128d sum = _mm_set_sd(before + value);
    const __m128i counted = _mm_add_epi64(both, _mm_set_epi64x(1, 0));
    both = _mm_castpd_si128(_mm_move_sd(_mm_castsi128_pd(counted), sum));
    asm volatile("movdqa %1, %0" : "=m"(target) : "x"(both));
    return before;
  }
  void racy_add(std::uint32_t j, double value) { add(j, value); }
  /// Compares bits.
  double compare_and_swap(std::uint32_t j, double expected, double desired) {
    std::atomic_ref(cell(j).value)
        .compare_exchange_strong(expected, desired, std::memory_order_relaxed);
    return expected;
  }

  std::atomic_ref<std::uint64_t> counter(std::uint32_t index) {
    return std::atomic_ref(counters_[index].value);
  }

 private:
  struct alignas(16) Cell {
    double value;
    std::uint64_t updates;
  };

  Cell& cell(std::uint32_t j) { return cells_[std::size_t{j} << shift_]; }

  std::uint32_t size_;
  unsigned shift_;
  AlignedArray<Cell> cells_;
  AlignedArray<Counter> counters_;
};

}  // namespace hogtie
