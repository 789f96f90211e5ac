#pragma once

#include <optional>
#include <string>

#include "proto/trace.pb.h"

namespace hogtie {

/// The first figure in which the two differ: its name, as "delays_by_end.mean", and both values,
/// "none" where it is absent. Numbers are the same where all their bits are.
struct MetricsDifference {
  std::string name;
  std::string first;
  std::string second;
};

/// "recorded tau_max = 3, now 4", of a recorded figure and one of now.
std::string text(const MetricsDifference& difference);

std::optional<MetricsDifference> metrics_difference(const proto::Metrics& first,
                                                    const proto::Metrics& second);

}  // namespace hogtie
