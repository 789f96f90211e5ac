#pragma once

#include <boost/context/fiber.hpp>
#include <boost/context/fixedsize_stack.hpp>
#include <cstdint>
#include <vector>

#include "core/memory/operation.h"
#include "tests/bench/workload.h"

namespace hogtie::bench {

/// What one writes first: a main loop that picks a worker, executes its operation and resumes it;
/// the worker suspends back to the main loop for every operation. Two switches a step.
class NaiveScheduler {
 public:
  template <class Pick>
  static std::vector<double> run(const Workload& workload, Pick pick) {
    NaiveScheduler scheduler(workload);
    for (std::uint64_t step = 0; step < workload.steps; ++step) {
      Worker& worker = scheduler.workers_[pick()];
      worker.result = apply(worker.pending, scheduler.layout_, scheduler.cells_.data()).previous;
      worker.fiber = std::move(worker.fiber).resume();
    }
    std::vector<double> x = scheduler.cells_;
    x.resize(Workload::kDimension);
    return x;
  }

 private:
  using Fiber = boost::context::fiber;

  struct Worker {
    Fiber fiber;
    Fiber main;
    Operation pending{};
    Word result = 0;

    Word operate(const Operation& operation) {
      pending = operation;
      main = std::move(main).resume();
      return result;
    }
  };

  explicit NaiveScheduler(const Workload& workload)
      : cells_(Workload::kDimension, 1.0), workers_(Workload::kWorkers) {
    cells_.push_back(to_double(0));
    constexpr std::size_t kStack = 16384;
    constexpr std::size_t kShift = 192;  // as on the machine, stacks are shifted by cache lines
    for (std::uint32_t w = 0; w < Workload::kWorkers; ++w) {
      Worker& worker = workers_[w];
      worker.fiber = Fiber(std::allocator_arg, boost::context::fixedsize_stack(kStack + kShift * w),
                           [&worker, w, workload](Fiber&& main) {
                             worker.main = std::move(main);
                             epoch_sgd(worker, w, workload);
                             return std::move(worker.main);
                           });
      worker.fiber = std::move(worker.fiber).resume();
    }
  }

  static void epoch_sgd(Worker& worker, std::uint32_t w, const Workload& workload) {
    constexpr std::uint32_t d = Workload::kDimension;
    const Quadratic objective = workload.objective();
    double view[d];
    double update[d];
    for (;;) {
      const Word iteration = worker.operate({OperationKind::kFetchAdd, d, 1});
      for (std::uint32_t j = 0; j < d; ++j) {
        view[j] = to_double(worker.operate({OperationKind::kRead, j}));
      }
      Coins coins(Workload::kSeed, w, iteration);
      objective.gradient({}, view, coins, update);
      for (std::uint32_t j = 0; j < d; ++j) {
        worker.operate({OperationKind::kFetchAdd, j, to_word(-workload.step_size() * update[j])});
      }
    }
  }

  RegisterLayout layout_{Workload::kDimension, 1};
  std::vector<double> cells_;
  std::vector<Worker> workers_;
};

}  // namespace hogtie::bench
