#pragma once

#include <barrier>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "tests/bench/hand_written.h"
#include "tests/bench/sparse_rows.h"

namespace hogtie::bench {

/// KroMagnon (see core/algorithms/kromagnon.h) for logistic regression as one writes it by hand:
/// snapshot and mu are shared, threads make their slices of them between barriers, and the terms of
/// an update are collected.
struct KromagnonLoop {
  SparseRows rows;
  double step_size;
  std::uint64_t epochs;

  /// `iterations` of each epoch, shared out among the threads.
  HandWrittenRun run(std::uint32_t threads, std::uint64_t iterations) const {
    Shared shared(threads, rows.weights.size());
    const double seconds = seconds_of(
        threads, [&](std::uint32_t w) { work(shared, w, threads, iterations / threads); });
    return {seconds, std::move(shared.x)};
  }

 private:
  struct Shared {
    Shared(std::uint32_t threads, std::size_t d)
        : x(d), snapshot(d), mu(d), shares(threads, std::vector<double>(d)), barrier(threads) {}

    std::vector<double> x;
    std::vector<double> snapshot;
    std::vector<double> mu;
    std::vector<std::vector<double>> shares;  // of mu, by thread
    std::barrier<> barrier;
  };

  void work(Shared& shared, std::uint32_t w, std::uint32_t threads,
            std::uint64_t iterations) const {
    XorShift random(w + 1);
    for (std::uint64_t epoch = 0; epoch < epochs; ++epoch) {
      take_snapshot(shared, w, threads);
      for (std::uint64_t t = 0; t < iterations; ++t) {
        iterate(shared, random() % rows.labels.size());
      }
      shared.barrier.arrive_and_wait();
    }
  }

  void take_snapshot(Shared& shared, std::uint32_t w, std::uint32_t threads) const {
    const std::size_t d = rows.weights.size();
    const std::size_t m = rows.labels.size();
    for (std::size_t j = d * w / threads; j < d * (w + 1) / threads; ++j) {
      shared.snapshot[j] = shared.x[j];
    }
    shared.barrier.arrive_and_wait();
    std::vector<double>& share = shared.shares[w];
    share.assign(d, 0.0);
    for (std::size_t i = m * w / threads; i < m * (w + 1) / threads; ++i) {
      double dot = 0;
      for (std::size_t k = rows.begin[i]; k < rows.begin[i + 1]; ++k) {
        dot += rows.values[k] * shared.snapshot[rows.columns[k]];
      }
      const double factor = slope(dot, rows.labels[i]) / static_cast<double>(m);
      for (std::size_t k = rows.begin[i]; k < rows.begin[i + 1]; ++k) {
        share[rows.columns[k]] += factor * rows.values[k];
      }
    }
    shared.barrier.arrive_and_wait();
    for (std::size_t j = d * w / threads; j < d * (w + 1) / threads; ++j) {
      shared.mu[j] = rows.l2 * shared.snapshot[j];
      for (const std::vector<double>& other : shared.shares) shared.mu[j] += other[j];
    }
    shared.barrier.arrive_and_wait();
  }

  void iterate(Shared& shared, std::size_t i) const {
    double dot = 0;
    double dot_at_snapshot = 0;
    for (std::size_t k = rows.begin[i]; k < rows.begin[i + 1]; ++k) {
      const std::uint32_t j = rows.columns[k];
      dot += rows.values[k] * load(shared.x[j]);
      dot_at_snapshot += rows.values[k] * shared.snapshot[j];
    }
    const double change = slope(dot, rows.labels[i]) - slope(dot_at_snapshot, rows.labels[i]);
    for (std::size_t k = rows.begin[i]; k < rows.begin[i + 1]; ++k) {
      const std::uint32_t j = rows.columns[k];
      const double before = load(shared.x[j]);
      const double mean = rows.l2 * (before - shared.snapshot[j]) + shared.mu[j];
      add_atomically(shared.x[j], before,
                     -step_size * (change * rows.values[k] + rows.weights[j] * mean));
    }
  }
};

}  // namespace hogtie::bench
