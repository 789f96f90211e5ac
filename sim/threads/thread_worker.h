#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

#include "core/memory/shared_memory.h"
#include "core/objectives/objective.h"
#include "core/random/coins.h"
#include "sim/threads/worker_tally.h"

namespace hogtie {

/// Thrown into workers at the begin of an iteration once their run is to stop.
struct StoppedByOthers {};

/// What a thread's memory is made for.
struct ThreadSetup {
  std::uint32_t worker;
  std::uint64_t seed;
  std::size_t operations_max;  ///< Longest list of operations.
  std::size_t doubles_owned;
  const std::atomic<bool>& stop;         ///< Whether to stop at the next iteration.
  std::uint32_t workers = 1;             ///< That draw iterations.
  const Objective* objective = nullptr;  ///< Whose samples are to be foreseen, if any.
};

/// What a worker on a thread has to itself, whatever the registers: that part of the concept
/// SharedMemory. `Memory`, which derives from this, adds the registers: for reads of lists,
/// `read_into(registers, view)`.
template <class Memory>
class ThreadWorker {
 public:
  std::uint32_t worker() const { return worker_; }
  Coins& coins() { return coins_; }
  std::span<double> allocate(std::size_t count) {
    const std::span<double> all = std::span(owned_).subspan(allocated_, count);
    allocated_ += count;
    return all;
  }
  void begin_iteration(std::uint64_t iteration) { coins_.restart(iteration); }
  void end_iteration() {}
  void finish() {}

  std::span<const double> read(RegisterList registers) { return read(std::array{registers}); }
  template <std::size_t kLists>
  std::span<const double> read(const std::array<RegisterList, kLists>& lists) {
    std::size_t size = 0;
    for (const RegisterList& list : lists) {
      memory().read_into(list, std::span(view_).subspan(size, list.size()));
      size += list.size();
    }
    return std::span(view_).first(size);
  }
  CountedView read_behind(CounterRegister c, RegisterList registers) {
    const std::uint64_t count = memory().read(c);
    return {count, read(registers)};
  }

  template <class Then>
  std::uint64_t read_then(CounterRegister c, std::uint64_t expected, const Then& then) {
    const std::uint64_t found = memory().read(c);
    if (found == expected) then();
    return found;
  }
  template <class Then>
  std::uint64_t compare_and_swap_then(CounterRegister c, std::uint64_t expected,
                                      std::uint64_t desired, const Then& then) {
    const std::uint64_t found = memory().compare_and_swap(c, expected, desired);
    if (found == expected) then();
    return found;
  }

  template <class Adds, class Computation, std::invocable Between = PostNothing>
  void read_add(RegisterList reads, const Adds& adds, Computation& computation,
                const Between& between = {}) {
    read_add(std::array{reads}, adds, computation, between);
  }
  template <std::size_t kLists, class Adds, class Computation, std::invocable Between = PostNothing>
  void read_add(const std::array<RegisterList, kLists>& reads, const Adds& adds,
                Computation& computation, const Between& between = {}) {
    const std::span<double> update = std::span(update_).first(size(adds));
    computation(read(reads), update);
    between();
    memory().add(adds, update);
  }
  template <class Adds, class Computation>
  void read_add(RegisterList reads, CounterRegister c, const Adds& adds, Computation& computation) {
    const std::span<double> update = std::span(update_).first(size(adds));
    const std::span<const double> view = read(reads);
    computation(view, memory().read(c), update);
    memory().add(adds, update);
  }

 protected:
  explicit ThreadWorker(const ThreadSetup& setup)
      : worker_(setup.worker),
        coins_(setup.seed, setup.worker, 0),
        view_(setup.operations_max),
        update_(setup.operations_max),
        owned_(setup.doubles_owned) {}

 private:
  static std::size_t size(const RegisterList& adds) { return adds.size(); }
  static std::size_t size(const RacyList& adds) { return adds.registers.size(); }
  static std::size_t size(const GuardedList& adds) { return adds.registers.size(); }

  Memory& memory() { return static_cast<Memory&>(*this); }

  std::uint32_t worker_;
  Coins coins_;
  std::vector<double> view_;
  std::vector<double> update_;
  std::vector<double> owned_;
  std::size_t allocated_ = 0;
};

/// One whose operations take place as they are called, on cells that know how many iterations are
/// drawn; its iterations are counted, and it can be stopped.
///
/// While it is at an iteration, it looks ahead to the two that it will draw next where all workers
/// are equally fast: coins that are keyed by iteration can be flipped before. Most of the time of
/// sparse iterations would else be spent waiting for their data.
template <class Memory, class Cells>
class FreeThreadWorker : public ThreadWorker<Memory> {
 public:
  /// Throws StoppedByOthers.
  void begin_iteration(std::uint64_t iteration) {
    if (stop_.load(std::memory_order_relaxed)) throw StoppedByOthers{};
    if (iteration == expected_) {
      this->coins() = next_;
      next_ = after_next_;
    } else {
      ThreadWorker<Memory>::begin_iteration(iteration);
      next_.restart(iteration + workers_);
    }
    iteration_ = iteration;
    ++tally_.begun;
    expected_ = iteration + workers_;
    after_next_.restart(expected_ + workers_);
    if (objective_ != nullptr) prefetch_next(*objective_);
  }
  void end_iteration() {
    ended_ = true;
    ++tally_.ended;
  }
  void finish() { drew(cells_.drawn()); }

 protected:
  FreeThreadWorker(Cells& cells, WorkerTally& tally, const ThreadSetup& setup)
      : ThreadWorker<Memory>(setup),
        cells_(cells),
        tally_(tally),
        stop_(setup.stop),
        workers_(setup.workers),
        objective_(setup.objective),
        next_(this->coins()),
        after_next_(this->coins()) {}

  /// To be called at a draw of the next iteration, with how many had been drawn before: another
  /// look at that counter would have to wait for those who draw meanwhile.
  void drew(std::uint64_t before) {
    if (!ended_) return;
    ended_ = false;
    tally_.begun_during.add(before - iteration_ - 1);
  }

  /// Between two looks at what a worker waits for; `looks` there were. Whom it waits for may need
  /// its processor, so after some it sleeps: merely to yield would be to wait until all that run
  /// there have used up their time, at every opening of a barrier. Throws StoppedByOthers.
  void pause(std::uint32_t looks) {
    constexpr std::uint32_t kAtOnce = 256;
    constexpr std::chrono::microseconds kSleep{20};
    if (stop_.load(std::memory_order_relaxed)) throw StoppedByOthers{};
    if (looks >= kAtOnce) std::this_thread::sleep_for(kSleep);
  }

  Cells& cells_;
  WorkerTally& tally_;

 private:
  void prefetch_next(const Objective& f) {
    f.prefetch_sample(after_next_);
    if (!next_.rewound()) f.prefetch_sample(next_);  // it had not been the one after the next
    f.prefetch_sample(next_);
  }

  const std::atomic<bool>& stop_;
  std::uint64_t iteration_ = 0;
  bool ended_ = false;  ///< It has, and the next is not drawn yet.
  std::uint32_t workers_;
  const Objective* objective_;
  std::uint64_t expected_ = ~std::uint64_t{0};  ///< To be drawn next; none yet.
  Coins next_;                                  // of the iteration expected,
  Coins after_next_;                            // and of the one after that
};

}  // namespace hogtie
