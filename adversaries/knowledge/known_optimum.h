#pragma once

#include <span>

#include "adversaries/interface/adversary_context.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// x*, for a strategy that goes by it. Throws InputError if the objective has none.
std::span<const double> known_optimum(const proto::Adversary& settings,
                                      const AdversaryContext& context);

}  // namespace hogtie
