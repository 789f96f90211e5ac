#pragma once

#include "core/algorithms/algorithm_context.h"
#include "core/text/registry_entry.h"

namespace hogtie {

/// An algorithm as the registry knows it. Every algorithm has its own as `kEntry`, and is made by
///
///     static Self make(const proto::Experiment& experiment, const AlgorithmContext& context);
///
/// which throws InputError for an experiment that the algorithm cannot run.
struct AlgorithmEntry {
  RegistryEntry listing;
  bool loses_updates = false;  ///< Updates can be overwritten by others'.
  bool averages = false;       ///< The result is the average of x_0, ..., x_{t-1} in place of x_t.
  bool moves_model = false;    ///< The model is not in X[0..d) but in registers that change.
};

}  // namespace hogtie
