#pragma once

#include <cstdint>
#include <span>
#include <variant>

#include "core/algorithms/epoch_sgd.h"
#include "core/algorithms/full_sgd.h"
#include "core/objectives/objective.h"
#include "core/text/registry_entry.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// Any of the algorithms. Each has kCounters, kSpecialsMax, operations_max(f), doubles_owned(f) and
/// iterations_in_all(), and runs one worker as algorithm(memory, f).
using AnyAlgorithm = std::variant<EpochSgd, FullSgd>;

/// All algorithms, in the order in which they are listed.
std::span<const RegistryEntry> algorithms();

/// Throws InputError for an unknown name, or a setting that the algorithm does not take.
void check_algorithm(const proto::Algorithm& settings);

/// What an algorithm is made for.
struct AlgorithmContext {
  const Objective& objective;
  std::span<const std::uint32_t> view_scope;  ///< Registers that an iteration reads; empty: its
                                              ///< support. Must outlive the algorithm.
};

/// The algorithm that the experiment names; checks as check_algorithm. What its settings leave to
/// the constants of the objective is computed, M over the ball of ball_radius. Throws InputError
/// where they do not determine it.
AnyAlgorithm make_algorithm(const proto::Experiment& experiment, const AlgorithmContext& context);

/// Sets what make_algorithm has computed, so that the settings are those of the run.
void record_algorithm(const AnyAlgorithm& algorithm, proto::Algorithm& settings);

/// Iterations that a run has if it goes to its end.
std::uint64_t iterations_in_all(const AnyAlgorithm& algorithm);

}  // namespace hogtie
