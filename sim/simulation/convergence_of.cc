#include "sim/simulation/convergence_of.h"

#include <utility>

#include "sim/simulation/derived_iterates.h"
#include "sim/simulation/success_region.h"

namespace hogtie {

ConvergenceMonitor convergence_of(const Simulation& simulation,
                                  std::span<const std::uint64_t> curve_times, double ball) {
  const RunSetup& setup = simulation.setup();
  ConvergenceMonitor convergence(setup.experiment().workers(), simulation.initial(), setup.target(),
                                 success_region(setup), setup.experiment().success().every(),
                                 setup.landscape(), curve_times, ball);
  if (auto derive = derived_iterates(setup)) convergence.follow(std::move(derive));
  return convergence;
}

}  // namespace hogtie
