#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "tests/bench/hand_written.h"
#include "tests/bench/sparse_rows.h"

namespace hogtie::bench {

/// ASAGA (see core/algorithms/asaga.h) for logistic regression as one writes it by hand: the slope
/// is exchanged at once, and model and mean are updated in one pass.
struct AsagaLoop {
  SparseRows rows;
  double step_size;

  HandWrittenRun run(std::uint32_t threads, std::uint64_t iterations) const {
    Shared shared{std::vector<double>(rows.weights.size()),
                  std::vector<double>(rows.weights.size()),
                  std::vector<double>(rows.labels.size())};
    const double seconds = seconds_of(threads, [&](std::uint32_t w) {
      XorShift random(w + 1);
      for (std::uint64_t t = 0; t < iterations / threads; ++t) {
        iterate(shared, random() % rows.labels.size());
      }
    });
    return {seconds, std::move(shared.x)};
  }

 private:
  struct Shared {
    std::vector<double> x;
    std::vector<double> mean;
    std::vector<double> slopes;  // remembered, by row
  };

  void iterate(Shared& shared, std::size_t i) const {
    double dot = 0;
    for (std::size_t k = rows.begin[i]; k < rows.begin[i + 1]; ++k) {
      dot += rows.values[k] * load(shared.x[rows.columns[k]]);
    }
    const double found = slope(dot, rows.labels[i]);
    const double change =
        found - std::atomic_ref(shared.slopes[i]).exchange(found, std::memory_order_relaxed);
    const double share = change / static_cast<double>(rows.labels.size());
    for (std::size_t k = rows.begin[i]; k < rows.begin[i + 1]; ++k) {
      const std::uint32_t j = rows.columns[k];
      const double before = load(shared.x[j]);
      const double mean = load(shared.mean[j]);
      add_atomically(
          shared.x[j], before,
          -step_size * (change * rows.values[k] + rows.weights[j] * (rows.l2 * before + mean)));
      add_atomically(shared.mean[j], mean, share * rows.values[k]);
    }
  }
};

}  // namespace hogtie::bench
