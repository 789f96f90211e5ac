#pragma once

#include <cstdint>
#include <memory>
#include <span>

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

/// What an algorithm is made for.
struct AlgorithmContext {
  const Objective& objective;
  std::span<const std::uint32_t> coordinates;  ///< 0, ..., d - 1; must outlive the algorithm.
};

/// The algorithm that the experiment names; checks as check_algorithm. What its settings leave to
/// the constants of the objective is computed, M over the ball of ball_radius. Throws InputError
/// where they do not determine it.
std::shared_ptr<const AnyAlgorithm> make_algorithm(const proto::Experiment& experiment,
                                                   const AlgorithmContext& context);

/// Sets what make_algorithm has computed, so that the settings are those of the run.
void record_algorithm(const AnyAlgorithm& algorithm, proto::Algorithm& settings);

/// What the algorithm asks of a machine for this objective.
MemoryNeeds memory_needs(const AnyAlgorithm& algorithm, const Objective& f);

/// Whether updates of this algorithm can be overwritten by others'.
bool loses_updates(const AnyAlgorithm& algorithm);

/// Iterations that a run has if it goes to its end.
std::uint64_t iterations_in_all(const AnyAlgorithm& algorithm);

}  // namespace hogtie
