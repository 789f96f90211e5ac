#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "core/objectives/logistic.h"

namespace hogtie::bench {

/// The reference on threads: Hogwild! for logistic regression as one writes it by hand, on the
/// arrays of a sparse matrix, with a cheap generator and nothing but the work. Each thread does its
/// share of the iterations.
struct HogwildLoop {
  std::vector<std::size_t> begin;  // of rows
  std::vector<std::uint32_t> columns;
  std::vector<double> values;
  std::vector<double> labels;   // -1 or 1
  std::vector<double> weights;  // l2 / p_j, as Logistic shares the regularisation out
  double step_size;

  HogwildLoop(const Logistic& f, double alpha) : weights(f.dimension()), step_size(alpha) {
    std::vector<std::size_t> count(f.dimension());
    begin.push_back(0);
    for (std::size_t i = 0; i < f.data().rows(); ++i) {
      const Row row = f.data().row(i);
      columns.insert(columns.end(), row.indices.begin(), row.indices.end());
      values.insert(values.end(), row.values.begin(), row.values.end());
      labels.push_back(row.label);
      begin.push_back(columns.size());
      for (const std::uint32_t j : row.indices) ++count[j];
    }
    for (std::size_t j = 0; j < weights.size(); ++j) {
      if (count[j] == 0) continue;
      weights[j] = f.l2() * static_cast<double>(labels.size()) / static_cast<double>(count[j]);
    }
  }

  template <bool kRacy>
  void work(double* x, std::uint64_t iterations, std::uint64_t state) const {
    for (std::uint64_t t = 0; t < iterations; ++t) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      const std::size_t i = state % labels.size();
      double dot = 0;
      for (std::size_t k = begin[i]; k < begin[i + 1]; ++k) {
        dot += values[k] * std::atomic_ref(x[columns[k]]).load(std::memory_order_relaxed);
      }
      const double factor = -labels[i] / (1 + std::exp(labels[i] * dot));
      for (std::size_t k = begin[i]; k < begin[i + 1]; ++k) {
        std::atomic_ref cell(x[columns[k]]);
        double before = cell.load(std::memory_order_relaxed);
        const double update = -step_size * (factor * values[k] + weights[columns[k]] * before);
        if constexpr (kRacy) {
          cell.store(before + update, std::memory_order_relaxed);
        } else {
          while (!cell.compare_exchange_weak(before, before + update, std::memory_order_relaxed)) {
          }
        }
      }
    }
  }

  /// Returns the seconds that it took.
  template <bool kRacy>
  double run(std::uint32_t threads, std::uint64_t iterations) const {
    std::vector<double> x(weights.size());
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> others;
    for (std::uint32_t w = 1; w < threads; ++w) {
      others.emplace_back([&, w] { work<kRacy>(x.data(), iterations / threads, w + 1); });
    }
    work<kRacy>(x.data(), iterations / threads, 1);
    for (std::thread& thread : others) thread.join();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
};

}  // namespace hogtie::bench
