#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>

#include "core/memory/register.h"
#include "proto/experiment.pb.h"

namespace hogtie {

inline constexpr std::size_t kCacheLine = 64;

/// How many places apart neighbouring coordinates lie in an array of cells of this size, a power
/// of 2.
inline std::size_t stride(proto::ModelLayout layout, std::size_t cell_bytes) {
  return layout == proto::PACKED ? 1 : kCacheLine / cell_bytes;
}

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

/// One fetch&add after the other, without those of zero. Returns how many.
template <class Doubles>
std::uint64_t add_one_by_one(const Doubles& doubles, const RegisterList& registers,
                             std::span<const double> values) {
  std::uint64_t updates = 0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (values[k] == 0.0) continue;
    ++updates;
    doubles.add(registers[k], values[k]);
  }
  return updates;
}

/// Doubles of this order in an array, so many places apart. A handle: copies are of the same
/// doubles, and a loop that has one of its own need not look the array up again after each
/// operation.
template <class Order>
class Doubles {
 public:
  Doubles(double* first, std::size_t stride) : first_(first), stride_(stride) {}

  double load(std::uint32_t j) const { return cell(j).load(Order::kLoad); }
  void store(std::uint32_t j, double value) const { cell(j).store(value, Order::kStore); }
  double add(std::uint32_t j, double value) const {
    const double before = cell(j).load(std::memory_order_relaxed);
    if constexpr (Order::kAtomicAdd) {
      return add_to(j, before, value);
    } else {
      cell(j).store(before + value, std::memory_order_relaxed);
      return before;
    }
  }
  /// One fetch&add after the other, without those of zero. Returns how many.
  std::uint64_t add(const RegisterList& registers, std::span<const double> values) const {
    if constexpr (!Order::kAtomicAdd) return add_one_by_one(*this, registers, values);
    // No load passes the locked instruction of an update before it. So some are loaded together,
    // which costs another try where somebody was faster.
    constexpr std::size_t kTogether = 8;
    std::array<double, kTogether> before;
    std::uint64_t updates = 0;
    for (std::size_t from = 0; from < values.size(); from += kTogether) {
      const std::size_t count = std::min(kTogether, values.size() - from);
      for (std::size_t k = 0; k < count; ++k) {
        before[k] = cell(registers[from + k]).load(std::memory_order_relaxed);
      }
      for (std::size_t k = 0; k < count; ++k) {
        if (values[from + k] == 0.0) continue;
        ++updates;
        add_to(registers[from + k], before[k], values[from + k]);
      }
    }
    return updates;
  }
  /// A load and a store whatever the order.
  void racy_add(std::uint32_t j, double value) const { store(j, load(j) + value); }
  /// Compares bits.
  double compare_and_swap(std::uint32_t j, double expected, double desired) const {
    cell(j).compare_exchange_strong(expected, desired, Order::kUpdate, Order::kLoad);
    return expected;
  }

 private:
  std::atomic_ref<double> cell(std::uint32_t j) const {
    return std::atomic_ref(first_[j * stride_]);
  }
  /// A fetch&add atomically; `before` is tried first.
  double add_to(std::uint32_t j, double before, double value) const {
    const std::atomic_ref<double> target = cell(j);
    while (!target.compare_exchange_weak(before, before + value, Order::kUpdate,
                                         std::memory_order_relaxed)) {
    }
    return before;
  }

  double* first_;
  std::size_t stride_;
};

/// The registers of real threads: doubles as the layout says, counters a cache line each.
/// Operations on counters are atomic whatever the order of those on doubles.
template <class Order>
class PlainCells {
 public:
  PlainCells(const RegisterLayout& registers, proto::ModelLayout layout)
      : stride_(stride(layout, sizeof(double))),
        doubles_(std::max<std::size_t>(1, registers.doubles * stride_)),
        counters_(registers.counters) {}

  /// Not while threads run.
  void set(std::span<const double> initial) {
    for (std::size_t j = 0; j < initial.size(); ++j) doubles_[j * stride_] = initial[j];
  }
  double get(std::uint32_t j) const { return doubles_[j * stride_]; }

  std::uint64_t count(std::uint32_t c) { return counter(c).load(std::memory_order_relaxed); }
  /// Iterations drawn so far, as C[0] counts them.
  std::uint64_t drawn() { return count(0); }

  Doubles<Order> doubles() { return {&doubles_[0], stride_}; }
  std::atomic_ref<std::uint64_t> counter(std::uint32_t index) {
    return std::atomic_ref(counters_[index].value);
  }

 private:
  std::size_t stride_;
  AlignedArray<double> doubles_;
  AlignedArray<Counter> counters_;
};

}  // namespace hogtie
