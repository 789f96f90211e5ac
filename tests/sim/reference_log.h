#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "core/execution/step_reader.h"
#include "core/monitors/iteration_record.h"

namespace hogtie::testing {

/// All of a run, for what can be read off it at leisure: the definitions of contention, orders,
/// delays and virtual iterates taken word by word, in O(N² d).
class ReferenceLog final : public StepReader {
 public:
  struct Iteration {
    std::uint32_t worker;
    std::uint64_t start;
    std::uint64_t end = kNoStep;
    std::vector<Access> reads;
    std::vector<Access> updates;
    std::vector<std::pair<std::uint32_t, double>> sampled;  // the whole update

    std::uint64_t first_update() const { return updates.empty() ? end : updates.front().step; }
    std::uint64_t step(IterationOrder order) const {
      return order == kByStart ? start : order == kByEnd ? end : first_update();
    }
  };

  explicit ReferenceLog(std::uint32_t workers) : current_(workers, kNone) {}

  void step(const Execution& execution, const Step& step) override {
    const std::size_t at = current_[step.worker];
    if (at == kNone || !execution.layout.is_double(step.operation.target)) return;
    const Access access{step.number, step.operation.target};
    (step.operation.kind == OperationKind::kRead ? iterations[at].reads : iterations[at].updates)
        .push_back(access);
  }
  void iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t,
                       std::uint64_t number) override {
    current_[worker] = iterations.size();
    iterations.push_back({worker, number, kNoStep, {}, {}, {}});
  }
  void update_sampled(const Execution& execution, std::uint32_t worker) override {
    const Script& script = *execution.cursors[worker].script;
    for (std::uint32_t k = script.update_begin; k < std::min(script.ends_at, script.size); ++k) {
      iterations[current_[worker]].sampled.emplace_back(script.registers[k], script.values[k]);
    }
  }
  void iteration_ended(const Execution&, std::uint32_t worker, std::uint64_t,
                       std::uint64_t number) override {
    iterations[current_[worker]].end = number;
    current_[worker] = kNone;
  }

  /// Iterations that overlap iteration `t` (index by start).
  std::uint64_t contention(std::size_t t) const {
    std::uint64_t count = 0;
    for (std::size_t s = 0; s < iterations.size(); ++s) {
      if (s != t && iterations[s].start <= iterations[t].end &&
          iterations[t].start <= iterations[s].end) {
        ++count;
      }
    }
    return count;
  }

  /// The number of iterations before iteration `t` in an order; kNoStep where it has no place in
  /// it.
  std::uint64_t position(std::size_t t, IterationOrder order) const {
    if (iterations[t].step(order) == kNoStep) return kNoStep;
    std::uint64_t count = 0;
    for (const Iteration& s : iterations) {
      if (s.step(order) < iterations[t].step(order)) ++count;
    }
    return count;
  }

  std::uint64_t delay(std::size_t t, IterationOrder order) const {
    if (iterations[t].end == kNoStep) return 0;
    const std::uint64_t here = position(t, order);
    std::uint64_t first = here;
    for (std::size_t s = 0; s < iterations.size(); ++s) {
      if (iterations[s].step(order) < iterations[t].step(order) &&
          view_misses(iterations[t], iterations[s])) {
        first = std::min(first, position(s, order));
      }
    }
    return here - first;
  }

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};

  static bool view_misses(const Iteration& t, const Iteration& s) {
    for (const Access& read : t.reads) {
      for (const Access& update : s.updates) {
        if (read.target == update.target && update.step > read.step) return true;
      }
    }
    return false;
  }

  std::vector<std::size_t> current_;  // index of each worker's iteration

 public:
  std::vector<Iteration> iterations;  // by start
};

}  // namespace hogtie::testing
