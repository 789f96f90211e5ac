#pragma once

#include <cstdint>
#include <string>

#include "proto/trace.pb.h"

namespace hogtie {

/// How a run ended.
struct Ending {
  proto::Verdict verdict;
  std::string detail;  ///< Of an error, one line; else empty.
};

}  // namespace hogtie
