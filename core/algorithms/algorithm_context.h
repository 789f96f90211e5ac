#pragma once

#include <cstdint>
#include <span>

#include "core/objectives/objective.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// The objective that an algorithm is made for.
struct AlgorithmContext {
  const Objective& objective;
  std::span<const std::uint32_t> coordinates;  ///< 0, ..., d - 1; must outlive the algorithm.
};

/// The coordinates that an iteration reads by its setting `view`: the whole model, or none, which
/// stands for the support of its sample.
inline std::span<const std::uint32_t> view_scope_of(const proto::Algorithm& settings,
                                                    const AlgorithmContext& context) {
  return context.coordinates.first(settings.view() == proto::MODEL ? context.coordinates.size()
                                                                   : 0);
}

}  // namespace hogtie
