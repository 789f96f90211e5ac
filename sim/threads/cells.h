#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>

#include "core/memory/register.h"

namespace hogtie {

inline constexpr std::size_t kCacheLine = 64;

/// An array of zeros that begins a cache line.
template <class T>
class AlignedArray {
 public:
  explicit AlignedArray(std::size_t size)
      : elements_(
            static_cast<T*>(::operator new (size * sizeof(T), std::align_val_t{kCacheLine}))) {
    std::uninitialized_value_construct_n(elements_.get(), size);
  }
  T& operator[](std::size_t at) { return elements_.get()[at]; }
  const T& operator[](std::size_t at) const { return elements_.get()[at]; }

 private:
  struct Delete {
    void operator()(T* elements) const {
      ::operator delete (elements, std::align_val_t{kCacheLine});
    }
  };
  std::unique_ptr<T, Delete> elements_;
};

/// A counter with a cache line of its own.
struct alignas(kCacheLine) Counter {
  std::uint64_t value;
};

/// A fetch&add is atomic, every operation sequentially consistent: the model of the paper.
struct SequentiallyConsistent {
  static constexpr std::memory_order kLoad = std::memory_order_seq_cst;
  static constexpr std::memory_order kStore = std::memory_order_seq_cst;
  static constexpr std::memory_order kUpdate = std::memory_order_seq_cst;
  static constexpr bool kAtomicAdd = true;
};

/// A fetch&add is atomic, and not ordered with operations on other registers.
struct Relaxed {
  static constexpr std::memory_order kLoad = std::memory_order_relaxed;
  static constexpr std::memory_order kStore = std::memory_order_relaxed;
  static constexpr std::memory_order kUpdate = std::memory_order_relaxed;
  static constexpr bool kAtomicAdd = true;
};

/// A fetch&add of a double is a load and a store, so that an update in between is lost (Niu et al.
/// 2011).
struct Racy : Relaxed {
  static constexpr bool kAtomicAdd = false;
};

/// The registers of real threads: doubles every `kStride` words, counters a cache line each.
/// Operations on counters are atomic whatever the order of those on doubles.
template <class Order, std::size_t kStride>
class PlainCells {
 public:
  explicit PlainCells(const RegisterLayout& layout)
      : doubles_(std::max<std::size_t>(1, layout.doubles * kStride)), counters_(layout.counters) {}

  /// Not while threads run.
  void set(std::span<const double> initial) {
    for (std::size_t j = 0; j < initial.size(); ++j) doubles_[j * kStride] = initial[j];
  }
  double get(std::uint32_t j) const { return doubles_[j * kStride]; }

  /// Iterations drawn so far, as C[0] counts them.
  std::uint64_t drawn() { return counter(0).load(std::memory_order_relaxed); }

  double load(std::uint32_t j) { return std::atomic_ref(doubles_[j * kStride]).load(Order::kLoad); }
  void store(std::uint32_t j, double value) {
    std::atomic_ref(doubles_[j * kStride]).store(value, Order::kStore);
  }
  double add(std::uint32_t j, double value) {
    std::atomic_ref cell(doubles_[j * kStride]);
    double before = cell.load(std::memory_order_relaxed);
    if constexpr (Order::kAtomicAdd) {
      while (!cell.compare_exchange_weak(before, before + value, Order::kUpdate,
                                         std::memory_order_relaxed)) {
      }
    } else {
      cell.store(before + value, std::memory_order_relaxed);
    }
    return before;
  }
  /// Compares bits.
  double compare_and_swap(std::uint32_t j, double expected, double desired) {
    std::atomic_ref(doubles_[j * kStride])
        .compare_exchange_strong(expected, desired, Order::kUpdate, Order::kLoad);
    return expected;
  }

  std::atomic_ref<std::uint64_t> counter(std::uint32_t index) {
    return std::atomic_ref(counters_[index].value);
  }

 private:
  AlignedArray<double> doubles_;
  AlignedArray<Counter> counters_;
};

}  // namespace hogtie
