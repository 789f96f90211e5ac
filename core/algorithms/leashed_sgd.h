#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/algorithms/iterations.h"
#include "core/algorithms/memory_needs.h"
#include "core/algorithms/restrict_view.h"
#include "core/memory/shared_memory.h"
#include "core/objectives/objective.h"

namespace hogtie {

/// Leashed-SGD (Backstrom, Walulya, Papatriantafilou, Tsigas 2021): consistent snapshots. A version
/// of the model lies in a slot of its own and does not change once it is published; a pointer names
/// the current one. An iteration computes its gradient at the current version, then copies the
/// version current by then to a slot of its own, adds its update, and publishes that by a
/// compare&swap on the pointer; where another was first it tries again, `tries` times at most, and
/// then drops its gradient. Promises that no view is torn, and that somebody always gets on.
///
/// Registers: C[1] = publication * slots + slot, so that no value comes twice; C[2 + s], the
/// readers of slot s. Slot 0 is X, the version that a run begins with; each worker owns n + 1 more,
/// in A, of which one is current at most, and n - 1 are being read by others: one is free.
struct LeashedSgd {
  double step_size;                            ///< alpha.
  std::uint64_t iterations;                    ///< T, over all workers.
  std::uint32_t workers;                       ///< n.
  std::uint64_t tries;                         ///< T_p, at least 1.
  std::span<const std::uint32_t> coordinates;  ///< 0, ..., d - 1.

  static constexpr CounterRegister kCurrent{1};
  static constexpr std::uint32_t kReaders = 2;  ///< C[kReaders + slot].

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    const auto d = static_cast<std::uint32_t>(f.dimension());
    return {.auxiliary = (slots() - 1) * d,
            .counters = kReaders + slots(),
            .operations_max = std::max<std::size_t>(d, kPending) + 1,
            .specials_max = kPending,
            .doubles_owned = d + 2 * f.support_max()};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    const std::span<double> version = memory.allocate(f.dimension());
    const std::span<double> update_of_all = memory.allocate(f.support_max());
    const std::span<double> restricted = memory.allocate(f.support_max());
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      const Sample sample = f.draw(memory.coins());
      const std::span<double> update = update_of_all.first(sample.support.size());
      copy_current(memory, version);
      f.gradient(sample, restrict_view(version, sample.support, restricted), memory.coins(),
                 update);
      for (std::uint64_t k = 0; k < tries; ++k) {
        const std::uint64_t current = copy_current(memory, version);
        for (std::size_t j = 0; j < update.size(); ++j) {
          version[sample.support[j]] += -step_size * update[j];
        }
        if (publish(memory, current, version)) return;
      }
    });
  }

  /// The current version, of all registers of doubles.
  std::vector<double> result(std::span<const double> doubles,
                             std::span<const std::uint64_t> counters) const {
    const std::size_t d = coordinates.size();
    const auto version = doubles.subspan(counters[kCurrent.index] % slots() * d, d);
    return {version.begin(), version.end()};
  }

 private:
  /// Writes that are pending at once.
  static constexpr std::size_t kPending = 8;

  std::uint32_t slots_each() const { return workers + 1; }
  std::uint32_t slots() const { return 1 + workers * slots_each(); }
  std::uint32_t first_register(std::uint32_t slot) const {
    return slot * static_cast<std::uint32_t>(coordinates.size());
  }

  /// Copies the version that is current at some moment of this; returns what the pointer is then.
  /// While a slot has a reader it is not written to.
  template <SharedMemory M>
  std::uint64_t copy_current(M& memory, std::span<double> version) const {
    for (;;) {
      const std::uint64_t current = memory.read(kCurrent);
      const auto slot = static_cast<std::uint32_t>(current % slots());
      const CounterRegister readers{kReaders + slot};
      memory.fetch_add(readers, 1);
      const bool still = memory.read(kCurrent) == current;
      if (still) {
        std::ranges::copy(memory.read({coordinates, first_register(slot)}), version.begin());
      }
      memory.fetch_add(readers, ~std::uint64_t{0});
      if (still) return current;
    }
  }

  /// Whether the version could be put in the place of the current one.
  template <SharedMemory M>
  bool publish(M& memory, std::uint64_t current, std::span<const double> version) const {
    const auto slot = static_cast<std::uint32_t>(current % slots());
    std::uint32_t own = 1 + memory.worker() * slots_each();
    while (own == slot || memory.read(CounterRegister{kReaders + own}) != 0) ++own;
    for (std::uint32_t j = 0; j < version.size(); ++j) {
      memory.write(DoubleRegister{first_register(own) + j}, version[j]);
    }
    const std::uint64_t next = (current / slots() + 1) * slots() + own;
    return memory.compare_and_swap(kCurrent, current, next) == current;
  }
};

}  // namespace hogtie
