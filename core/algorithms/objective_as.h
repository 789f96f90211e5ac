#pragma once

#include <string>

#include "core/algorithms/algorithm_context.h"
#include "core/error.h"
#include "core/text/quote.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// The objective as a `Kind`, for an algorithm that runs on no other. Throws InputError if it is
/// none; `needed` names the kind.
template <class Kind>
const Kind& objective_as(const proto::Experiment& experiment, const AlgorithmContext& context,
                         const std::string& needed) {
  if (const auto* const kind = dynamic_cast<const Kind*>(&context.objective)) return *kind;
  throw InputError("algorithm " + quote(experiment.algorithm().name()) + " needs " + needed +
                   ", not objective " + quote(experiment.objective().name()) +
                   "; set objective.name=logistic and objective.data.path=FILE");
}

}  // namespace hogtie
