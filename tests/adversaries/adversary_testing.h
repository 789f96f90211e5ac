#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "core/execution/step_reader.h"
#include "core/settings/set.h"
#include "sim/machine/simulated_memory.h"
#include "sim/simulation/simulation.h"

namespace hogtie::testing {

using Schedule = std::vector<std::uint32_t>;

/// The experiment with these settings, "a.b=value" each.
inline proto::Experiment experiment_of(const std::vector<std::string>& settings) {
  proto::Experiment experiment;
  for (const std::string& setting : settings) set(experiment, setting);
  return experiment;
}

/// The schedule, and the contention of every iteration: how many others overlap it in time.
class Watcher final : public StepReader {
 public:
  struct Iteration {
    std::uint32_t worker;
    std::uint64_t contention;
    bool ended = false;
  };

  void step(const Execution&, const Step& step) override { schedule_.push_back(step.worker); }
  void iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t,
                       std::uint64_t) override {
    for (const auto& [other, index] : active_) ++iterations_[index].contention;
    iterations_.push_back({worker, active_.size()});
    active_[worker] = iterations_.size() - 1;
  }
  void iteration_ended(const Execution&, std::uint32_t worker, std::uint64_t,
                       std::uint64_t) override {
    iterations_[active_.at(worker)].ended = true;
    active_.erase(worker);
  }

  const Schedule& schedule() const { return schedule_; }
  /// In the order in which they began.
  const std::vector<Iteration>& iterations() const { return iterations_; }
  std::uint64_t contention_max() const {
    std::uint64_t largest = 0;
    for (const Iteration& iteration : iterations_) {
      largest = std::max(largest, iteration.contention);
    }
    return largest;
  }

 private:
  Schedule schedule_;
  std::vector<Iteration> iterations_;
  std::map<std::uint32_t, std::size_t> active_;  // worker to iteration
};

/// A run of an experiment with all that the tests look at.
struct Watched {
  Ending ending;
  std::vector<double> model;
  Watcher watcher;

  const Schedule& schedule() const { return watcher.schedule(); }
};

inline Watched watch(const proto::Experiment& experiment, Adversary& adversary) {
  Watched watched;
  Simulation simulation(experiment);
  simulation.machine().add_reader(watched.watcher);
  watched.ending = simulation.run(adversary);
  watched.model.assign(simulation.model().begin(), simulation.model().end());
  return watched;
}

/// Under the adversary that the experiment names.
inline Watched watch(const proto::Experiment& experiment) {
  return watch(experiment, *Simulation(experiment).make_adversary());
}

/// The model after the run, without readers.
inline std::vector<double> model_after(const proto::Experiment& experiment) {
  Simulation simulation(experiment);
  const std::unique_ptr<Adversary> adversary = simulation.make_adversary();
  EXPECT_EQ(simulation.run(*adversary).verdict, proto::COMPLETED);
  return {simulation.model().begin(), simulation.model().end()};
}

using Increments = std::vector<Increment>;

inline Increments increments(const SampledUpdate& update) {
  Increments all;
  for (const Increment increment : update) all.push_back(increment);
  return all;
}

/// A strategy that is a function of what it sees.
template <class View>
class Function final : public Strategy<Function<View>, View> {
 public:
  explicit Function(std::function<Choice(View)> function) : function_(std::move(function)) {}
  Choice next(View view) { return function_(view); }

 private:
  std::function<Choice(View)> function_;
};

}  // namespace hogtie::testing
