#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/bare_machine.h"
#include "tests/bench/naive_scheduler.h"
#include "tests/bench/row.h"
#include "tests/bench/size.h"
#include "tests/bench/strong_picks.h"

namespace hogtie::bench {

inline constexpr double kNoise = 0.1;

/// The state machine written by hand.
template <class Pick>
Side by_hand(const Workload& workload) {
  return {[workload] { return timed([&] { return run_reference(workload, Pick()); }); },
          workload.steps};
}

template <class Pick>
Side naive(const Workload& workload) {
  return {[workload] { return timed([&] { return NaiveScheduler::run(workload, Pick()); }); },
          workload.steps};
}

template <class Picks>
Side bare(const BareMachine& machine) {
  return {[machine] { return machine.run<Picks>(); }, machine.workload.steps};
}

template <class Pick>
Side one_at_a_time(const Workload& workload) {
  const BareMachine machine{workload};
  return {[machine] { return machine.run_one_at_a_time<StrongPick<Pick>>(); }, workload.steps};
}

/// The machine that commands are compared with: bare, with noise, recorded, uniform.
inline Side recorded_machine(std::uint64_t steps, std::uint32_t dimension,
                             const std::string& trace) {
  return bare<StrongPick<UniformPick>>({{steps, kNoise}, dimension, Workload::kWorkers, trace});
}

/// The figures of the machine against code written by hand.
inline std::vector<Row> machine_rows(const Size& size, const std::string& trace) {
  using R = RoundRobinPick;
  using U = UniformPick;
  const Workload quiet{size.steps(10'000'000), 0};
  const Workload noisy{quiet.steps, kNoise};
  constexpr std::uint32_t kManyWorkers = 10'000;
  const BareMachine many{{size.steps(5'000'000), 0}, Workload::kDimension, kManyWorkers};
  return {
      {.name = "bare machine, by hand = 1: round robin",
       .measured = bare<StrongPick<R>>({quiet}),
       .reference = by_hand<R>(quiet),
       .wanted = 0.8,
       .same_model = true},
      {.name = "bare machine, by hand = 1: uniform",
       .measured = bare<StrongPick<U>>({quiet}),
       .reference = by_hand<U>(quiet),
       .wanted = 0.8,
       .same_model = true},
      {.name = "machine, by hand with noise = 1",
       .measured = recorded_machine(noisy.steps, Workload::kDimension, trace),
       .reference = by_hand<U>(noisy),
       .wanted = 0.8,
       .same_model = true},
      {.name = "run lengths of 64, by hand = 1",
       .measured = bare<StrongRunLength>({quiet}),
       .reference = by_hand<R>(quiet),
       .wanted = 2.5},
      {.name = "one operation at a time, naive = 1: round robin",
       .measured = one_at_a_time<R>(quiet),
       .reference = naive<R>(quiet),
       .wanted = 1.3,
       .same_model = true},
      {.name = "one operation at a time, naive = 1: uniform",
       .measured = one_at_a_time<U>(quiet),
       .reference = naive<U>(quiet),
       .wanted = 1.3,
       .same_model = true},
      {.name = "bare machine: 10000 workers, 8 = 1",
       .measured = bare<StrongUniform>(many),
       .reference = bare<StrongUniform>({quiet}),
       .wanted = 0.25},
      {.name = "time of a step by hand with noise, without = 1",
       .measured = by_hand<U>(noisy),
       .reference = by_hand<U>(quiet),
       .wanted = 1.5,
       .is_time = true},
  };
}

}  // namespace hogtie::bench
