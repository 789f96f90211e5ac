#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/algorithms/algorithm_context.h"
#include "core/algorithms/memory_needs.h"
#include "core/objectives/objective.h"
#include "core/text/registry_entry.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// Any of the algorithms; complete in core/algorithms/any_algorithm.h.
class AnyAlgorithm;

/// All algorithms, in the order in which they are listed.
std::span<const RegistryEntry> algorithms();

/// Throws InputError for an unknown name, or a setting that the algorithm does not take.
void check_algorithm(const proto::Algorithm& settings);

/// The algorithm that the experiment names; checks as check_algorithm. What its settings leave to
/// the constants of the objective is computed, M over the ball of ball_radius. Throws InputError
/// where they do not determine it.
std::shared_ptr<const AnyAlgorithm> make_algorithm(const proto::Experiment& experiment,
                                                   const AlgorithmContext& context);

/// Sets what make_algorithm has computed, so that the settings are those of the run.
void record_algorithm(const AnyAlgorithm& algorithm, proto::Algorithm& settings);

/// What the algorithm asks of a machine for this objective.
MemoryNeeds memory_needs(const AnyAlgorithm& algorithm, const Objective& f);

/// Whether the result is the average of the iterates x_0, ..., x_{t-1}, in place of x_t.
bool averages(const AnyAlgorithm& algorithm);

/// Whether the model is not in X[0..d), but in registers that change.
bool moves_model(const AnyAlgorithm& algorithm);

/// The result in R^d, of all registers of doubles and counters: X[0..d), or what the algorithm
/// makes of it and what it keeps beside it.
std::vector<double> result(const AnyAlgorithm& algorithm, std::span<const double> doubles,
                           std::uint32_t auxiliary, std::span<const std::uint64_t> counters);

/// Whether updates of this algorithm can be overwritten by others'.
bool loses_updates(const AnyAlgorithm& algorithm);

/// Iterations that a run has if it goes to its end.
std::uint64_t iterations_in_all(const AnyAlgorithm& algorithm);

}  // namespace hogtie
