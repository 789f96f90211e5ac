#pragma once

#include <chrono>
#include <utility>
#include <vector>

namespace hogtie::bench {

/// One timed execution.
struct Timed {
  double seconds;
  std::vector<double> model;  ///< X at the end; empty for a process.
};

/// Times `work()`, which returns the model.
template <class Work>
Timed timed(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<double> model = work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          std::move(model)};
}

}  // namespace hogtie::bench
