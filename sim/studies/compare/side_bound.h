#pragma once

#include <cstdint>
#include <optional>

#include "sim/simulation/run_setup.h"

namespace hogtie {

/// Corollary 6.7 at a contention that was measured. Each is empty where a premise of it does not
/// hold, and all are where the algorithm is not EpochSGD.
struct SideBound {
  std::optional<double> failure;      ///< P(F_T) at the experiment's step size and iterations T.
  std::optional<double> price;        ///< A/M².
  std::optional<double> step_size;    ///< That it recommends.
  std::optional<std::uint64_t> time;  ///< With that, the smallest T of P(F_T) <= 1/2: a bound on
                                      ///< the median hitting time.
};

SideBound side_bound(const RunSetup& setup, std::uint64_t tau_max);

}  // namespace hogtie
