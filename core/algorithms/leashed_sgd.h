#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/algorithms/algorithm_entry.h"
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
/// in A, of which at any time one is current at most, and n - 1 are being read by others: one is
/// free. A worker looks at its slots in turn, round and round, since readers move meanwhile.
struct LeashedSgd {
  static constexpr AlgorithmEntry kEntry{
      .listing =
          {.name = "leashed_sgd",
           .description =
               "consistent snapshots: versions published by compare&swap (Backstrom et al. 2021)",
           .parameters = {"step_size", "iterations", "tries"}},
      .moves_model = true};

  double step_size;                            ///< alpha.
  std::uint64_t iterations;                    ///< T, over all workers.
  std::uint32_t workers;                       ///< n.
  std::uint64_t tries;                         ///< At least 1; the paper's T_p + 1.
  std::span<const std::uint32_t> coordinates;  ///< 0, ..., d - 1.

  static constexpr CounterRegister kCurrent{1};
  static constexpr std::uint32_t kReaders = 2;  ///< C[kReaders + slot].

  /// Throws InputError for more registers than there can be.
  static LeashedSgd make(const proto::Experiment& experiment, const AlgorithmContext& context);

  std::uint64_t iterations_in_all() const { return iterations; }

  MemoryNeeds memory_needs(const Objective& f) const {
    const auto d = static_cast<std::uint32_t>(f.dimension());
    return {.auxiliary = (slots() - 1) * d,
            .counters = kReaders + slots(),
            .versions = versions(),
            .operations_max = std::size_t{d} + 4,
            .scalars_max = 4,
            .doubles_owned = d + 2 * f.support_max()};
  }

  template <SharedMemory M>
  void operator()(M& memory, const Objective& f) const {
    const std::span<double> version = memory.allocate(f.dimension());
    const std::span<double> update_of_all = memory.allocate(f.support_max());
    const std::span<double> restricted = memory.allocate(f.support_max());
    std::uint64_t current = 0;  // what this worker last saw the pointer at
    draw_iterations(memory, iterations, [&](std::uint64_t) {
      const Sample sample = f.draw(memory.coins());
      const std::span<double> update = update_of_all.first(sample.support.size());
      hold_current(memory, current,
                   [&] { std::ranges::copy(memory.read(registers(current)), version.begin()); });
      memory.add(readers(current), kRelease);
      f.gradient(sample, restrict_view(version, sample.support, restricted), memory.coins(),
                 update);
      for (std::uint64_t k = 0; k < tries; ++k) {
        const std::uint32_t own = copy_current(memory, current, version);
        memory.add(readers(current), kRelease);
        for (std::size_t j = 0; j < update.size(); ++j) {
          version[sample.support[j]] += -step_size * update[j];
        }
        memory.write(RegisterList(coordinates, first_register(own)), version);
        const std::uint64_t next = (current / slots() + 1) * slots() + own;
        const std::uint64_t found = memory.compare_and_swap(kCurrent, current, next);
        const bool published = found == current;
        current = published ? next : found;
        if (published) return;
      }
    });
  }

  /// The current version, of all registers of doubles.
  std::vector<double> result(std::span<const double> doubles,
                             std::span<const std::uint64_t> counters) const {
    const auto version =
        doubles.subspan(first_register(slot(counters[kCurrent.index])), coordinates.size());
    return {version.begin(), version.end()};
  }

 private:
  static constexpr std::uint64_t kRelease = ~std::uint64_t{0};  ///< -1, of a count of readers.

  std::uint32_t slots_each() const { return workers + 1; }
  std::uint32_t slots() const { return 1 + workers * slots_each(); }
  Versions versions() const { return {kCurrent, slots()}; }
  std::uint32_t slot(std::uint64_t pointer) const { return versions().number(pointer); }
  std::uint32_t first_register(std::uint32_t slot) const {
    return slot * static_cast<std::uint32_t>(coordinates.size());
  }
  RegisterList registers(std::uint64_t pointer) const {
    return {coordinates, first_register(slot(pointer))};
  }
  CounterRegister readers(std::uint64_t pointer) const { return {kReaders + slot(pointer)}; }

  /// Becomes a reader of the version that is current at some moment of this, which until it is
  /// released is not written to, and does what `then` does. `current` is where it is looked for
  /// first, and then that.
  template <SharedMemory M, class Then>
  void hold_current(M& memory, std::uint64_t& current, const Then& then) const {
    for (;;) {
      memory.add(readers(current), 1);
      const std::uint64_t found = memory.read_then(kCurrent, current, then);
      if (found == current) return;
      memory.add(readers(current), kRelease);
      current = found;
    }
  }

  /// Copies the current version, and holds it. Returns a slot of this worker's that is neither
  /// current nor read; it stays so, since who has not begun to read it will not. Every other worker
  /// can be in the way of that at two slots at most: that which it holds, and one that it takes for
  /// the current one, before it looks and finds none of this worker's.
  template <SharedMemory M>
  std::uint32_t copy_current(M& memory, std::uint64_t& current, std::span<double> version) const {
    const std::uint32_t first = 1 + memory.worker() * slots_each();
    std::uint32_t own = first;
    std::uint64_t reading = 0;
    hold_current(memory, current, [&] {
      own = first == slot(current) ? first + 1 : first;
      const auto [count, view] =
          memory.read_behind(CounterRegister{kReaders + own}, registers(current));
      std::ranges::copy(view, version.begin());
      reading = count;
    });
    while (reading != 0) {
      own = first + (own - first + 1) % slots_each();
      reading = own == slot(current) ? 1 : memory.read(CounterRegister{kReaders + own});
    }
    return own;
  }
};

}  // namespace hogtie
