#pragma once

#include <cstdint>
#include <string_view>

#include "proto/experiment.pb.h"

namespace hogtie::fuzz {

/// What following a trace takes, as far as its messages can be read.
struct TraceDemand {
  proto::Experiment experiment;
  std::uint64_t steps = 0;  ///< That its chunks claim.

  /// Whether it is followed in less than a second, in little memory.
  bool is_little() const;
};

TraceDemand demand_of(std::string_view trace);

}  // namespace hogtie::fuzz
