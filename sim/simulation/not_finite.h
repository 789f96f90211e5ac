#pragma once

#include <optional>
#include <span>
#include <string>

#include "proto/trace.pb.h"
#include "sim/simulation/simulation.h"

namespace hogtie {

/// The first number of a run's result that is inf or NaN: "X[3] is nan". None where all are finite.
/// The order is that of the registers of the model, of what the algorithm makes of the registers,
/// and of the final distance, loss and gradient norm.
std::optional<std::string> first_not_finite(std::span<const double> model,
                                            std::span<const double> result,
                                            const proto::Metrics& metrics);

/// The same of a run in the simulator, as it stands.
std::optional<std::string> first_not_finite(const Simulation& simulation,
                                            const proto::Metrics& metrics);

/// The same where nothing is measured yet.
std::optional<std::string> first_not_finite(const Simulation& simulation);

}  // namespace hogtie
