#pragma once

#include <cmath>
#include <cstdio>
#include <string>

#include "adversaries/interface/adversary.h"
#include "adversaries/strategies/uniform.h"
#include "core/monitors/convergence_monitor.h"
#include "core/settings/set.h"
#include "sim/simulation/convergence_of.h"
#include "sim/simulation/simulation.h"

namespace hogtie {

/// Runs an experiment on the quadratic under an adversary, and prints a row of the table. Returns
/// whether the run completed.
inline bool print_run(const proto::Experiment& experiment, const std::string& name,
                      Adversary& adversary) {
  Simulation simulation(experiment);
  ConvergenceMonitor convergence = convergence_of(simulation);
  simulation.machine().add_reader(convergence);
  const Ending ending = simulation.run(adversary);
  double distance = 0;  // x* is 0
  for (const double x : simulation.model()) distance = std::hypot(distance, x);
  const std::string hit =
      convergence.hit() ? std::to_string(convergence.hit()->time) : "not reached";
  std::printf("%-16s %12s %14.3g\n", name.c_str(), hit.c_str(), distance);
  return ending.verdict == proto::COMPLETED;
}

/// Compares a strategy of a document with `uniform`: the hitting time and the final distance of 12
/// workers on the noisy quadratic. Returns the exit status.
template <class Candidate>
int against_uniform(const std::string& name) {
  proto::Experiment experiment;
  set(experiment, "workers=12");
  set(experiment, "objective.noise=0.1");
  set(experiment, "algorithm.iterations=10000");
  std::printf("%-16s %12s %14s\n", "adversary", "hitting time", "final distance");
  Uniform uniform(experiment.seed());
  Candidate candidate;
  const bool completed =
      print_run(experiment, "uniform", uniform) && print_run(experiment, name, candidate);
  return completed ? 0 : 1;
}

}  // namespace hogtie
