#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "tests/bench/hand_written.h"
#include "tests/bench/sparse_rows.h"

namespace hogtie::bench {

/// The reference on threads: Hogwild! for logistic regression as one writes it by hand, with
/// nothing but the work. Each thread does its share of the iterations. An update is a load and a
/// store where kRacy, a compare&swap otherwise.
template <bool kRacy>
struct HogwildLoop {
  SparseRows rows;
  double step_size;
  std::vector<double> penalties = penalties_of(rows);  // l2 D

  static std::vector<double> penalties_of(const SparseRows& rows) {
    std::vector<double> penalties = rows.weights;
    for (double& penalty : penalties) penalty *= rows.l2;
    return penalties;
  }

  HandWrittenRun run(std::uint32_t threads, std::uint64_t iterations) const {
    std::vector<double> x(rows.weights.size());
    const double seconds = seconds_of(
        threads, [&](std::uint32_t w) { work(x.data(), iterations / threads, XorShift(w + 1)); });
    return {seconds, std::move(x)};
  }

  void work(double* x, std::uint64_t iterations, XorShift random) const {
    for (std::uint64_t t = 0; t < iterations; ++t) {
      const std::size_t i = random() % rows.labels.size();
      double dot = 0;
      for (std::size_t k = rows.begin[i]; k < rows.begin[i + 1]; ++k) {
        dot += rows.values[k] * load(x[rows.columns[k]]);
      }
      const double factor = slope(dot, rows.labels[i]);
      for (std::size_t k = rows.begin[i]; k < rows.begin[i + 1]; ++k) {
        double& cell = x[rows.columns[k]];
        const double before = load(cell);
        const double update =
            -step_size * (factor * rows.values[k] + penalties[rows.columns[k]] * before);
        if constexpr (kRacy) {
          std::atomic_ref(cell).store(before + update, std::memory_order_relaxed);
        } else {
          add_atomically(cell, before, update);
        }
      }
    }
  }
};

}  // namespace hogtie::bench
