#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/settings/set.h"
#include "sim/simulation/run_setup.h"

namespace hogtie::bench {

/// What threads are measured at.
struct Work {
  std::string name;
  std::vector<std::string> settings;
  std::uint64_t iterations;
};

/// Its setups, by number of threads and memory order. Reads the data once for all.
class Setups {
 public:
  explicit Setups(Work work)
      : work_(std::move(work)),
        first_(std::make_unique<RunSetup>(experiment(work_, 1, "RELAXED"))) {}
  /// On the objective of others.
  Setups(Work work, const Setups& others)
      : work_(std::move(work)),
        first_(std::make_unique<RunSetup>(experiment(work_, 1, "RELAXED"), *others.first_)) {}

  const RunSetup& of(std::uint32_t threads, const std::string& order) {
    auto& setup = setups_[order + std::to_string(threads)];
    if (!setup) setup = std::make_unique<RunSetup>(experiment(work_, threads, order), *first_);
    return *setup;
  }
  const Work& work() const { return work_; }

 private:
  static proto::Experiment experiment(const Work& work, std::uint32_t threads,
                                      const std::string& order) {
    proto::Experiment experiment;
    for (const std::string& setting : work.settings) set(experiment, setting);
    set(experiment, "algorithm.iterations=" + std::to_string(work.iterations));
    set(experiment, "workers=" + std::to_string(threads));
    set(experiment, "machine=threads");
    set(experiment, "machine.order=" + order);
    return experiment;
  }

  Work work_;
  std::unique_ptr<RunSetup> first_;
  std::map<std::string, std::unique_ptr<RunSetup>> setups_;
};

}  // namespace hogtie::bench
