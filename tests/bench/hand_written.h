#pragma once

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <thread>
#include <vector>

#include "sim/threads/pinning.h"

namespace hogtie::bench {

/// What loops written by hand have in common: a cheap generator, the updates, and threads.
class XorShift {
 public:
  /// `seed` is not 0.
  explicit XorShift(std::uint64_t seed) : state_(seed) {}
  std::uint64_t operator()() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    return state_ ^= state_ << 17;
  }

 private:
  std::uint64_t state_;
};

inline double load(double& x) {
  return std::atomic_ref(x).load(std::memory_order_relaxed);
}

/// Adds to x, which held `before` a moment ago, by compare&swap.
inline void add_atomically(double& x, double before, double update) {
  std::atomic_ref cell(x);
  while (!cell.compare_exchange_weak(before, before + update, std::memory_order_relaxed)) {
  }
}

/// d/dt log(1 + exp(-label t)).
inline double slope(double t, double label) {
  return -label / (1 + std::exp(label * t));
}

struct HandWrittenRun {
  double seconds;
  std::vector<double> model;
};

/// The seconds that `work(w)` takes on threads w = 0, ..., threads - 1, each on the processor that
/// an algorithm's has.
template <class Work>
double seconds_of(std::uint32_t threads, const Work& work) {
  const Pinning pinning;
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> all;
  for (std::uint32_t w = 0; w < threads; ++w) {
    all.emplace_back([&pinning, &work, w] {
      pinning.bind(w);
      work(w);
    });
  }
  for (std::thread& thread : all) thread.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace hogtie::bench
