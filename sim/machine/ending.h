#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "proto/trace.pb.h"

namespace hogtie {

/// How a run ended.
struct Ending {
  proto::Verdict verdict;
  std::string detail;  ///< One line about an error; else empty.
};

/// The same of a run whose result has a number that is inf or NaN, which `not_finite` names; none
/// where all are finite. Such a run that ended by itself or by its limit has ended as NOT_FINITE.
/// An error, a divergence from a trace and a stop from outside stay as they are.
inline Ending with_numbers(Ending ending, const std::optional<std::string>& not_finite) {
  if (!not_finite) return ending;
  switch (ending.verdict) {
    case proto::COMPLETED:
    case proto::STEP_LIMIT:
    case proto::ALL_CRASHED_OR_BLOCKED:
    case proto::STARVED:
      return {proto::NOT_FINITE,
              *not_finite + " at the end of the run; set a smaller algorithm.step_size"};
    default:
      return ending;
  }
}

}  // namespace hogtie
