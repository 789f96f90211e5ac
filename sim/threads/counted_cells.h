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

/// A double with the number of its updates beside it.
struct alignas(16) CountedDouble {
  double value;
  std::uint64_t updates;
};

/// Such doubles in an array; see Doubles, whose operations on racy doubles these are.
class CountedDoubles {
 public:
  CountedDoubles(CountedDouble* first, std::size_t stride) : first_(first), stride_(stride) {}

  double load(std::uint32_t j) const { return value(j).load(std::memory_order_relaxed); }
  void store(std::uint32_t j, double stored) const {
    value(j).store(stored, std::memory_order_relaxed);
  }
  double add(std::uint32_t j, double added) const {
    // Single instructions, which the language has no name for.
    CountedDouble& target = first_[j * stride_];
    __m128i both;
    asm volatile("movdqa %1, %0" : "=x"(both) : "m"(target));
    const double before = _mm_cvtsd_f64(_mm_castsi128_pd(both));
    const __m128d sum = _mm_set_sd(before + added);
    const __m128i counted = _mm_add_epi64(both, _mm_set_epi64x(1, 0));
    both = _mm_castpd_si128(_mm_move_sd(_mm_castsi128_pd(counted), sum));
    asm volatile("movdqa %1, %0" : "=m"(target) : "x"(both));
    return before;
  }
  std::uint64_t add(const RegisterList& registers, std::span<const double> values) const {
    return add_one_by_one(*this, registers, values);
  }
  void racy_add(std::uint32_t j, double added) const { add(j, added); }
  /// Compares bits.
  double compare_and_swap(std::uint32_t j, double expected, double desired) const {
    value(j).compare_exchange_strong(expected, desired, std::memory_order_relaxed);
    return expected;
  }

 private:
  std::atomic_ref<double> value(std::uint32_t j) const {
    return std::atomic_ref(first_[j * stride_].value);
  }

  CountedDouble* first_;
  std::size_t stride_;
};

/// Racy registers (see PlainCells<Racy>) with the number of their updates beside the value. A
/// fetch&add is one load and one store of both, so whoever overwrites an update overwrites its
/// count too, and what the counts lack of the updates that were made is lost.
class CountedCells {
 public:
  CountedCells(const RegisterLayout& registers, proto::ModelLayout layout)
      : size_(registers.doubles),
        stride_(stride(layout, sizeof(CountedDouble))),
        cells_(std::max<std::size_t>(1, size_ * stride_)),
        counters_(registers.counters) {}

  /// Not while threads run.
  void set(std::span<const double> initial) {
    for (std::size_t j = 0; j < initial.size(); ++j) cells_[j * stride_].value = initial[j];
  }
  double get(std::uint32_t j) const { return cells_[j * stride_].value; }

  /// Updates that were not overwritten.
  std::uint64_t kept() const {
    std::uint64_t sum = 0;
    for (std::size_t j = 0; j < size_; ++j) sum += cells_[j * stride_].updates;
    return sum;
  }

  std::uint64_t count(std::uint32_t c) { return counter(c).load(std::memory_order_relaxed); }
  /// Iterations drawn so far, as C[0] counts them.
  std::uint64_t drawn() { return count(0); }

  CountedDoubles doubles() { return {&cells_[0], stride_}; }
  std::atomic_ref<std::uint64_t> counter(std::uint32_t index) {
    return std::atomic_ref(counters_[index].value);
  }

 private:
  std::size_t size_;
  std::size_t stride_;
  AlignedArray<CountedDouble> cells_;
  AlignedArray<Counter> counters_;
};

}  // namespace hogtie
