#include "tests/fuzz/trace_demand.h"

#include <string>

#include "proto/trace.pb.h"
#include "tests/fuzz/small_experiment.h"
#include "tests/fuzz/trace_frames.h"

namespace hogtie::fuzz {

bool TraceDemand::is_little() const {
  constexpr std::uint64_t kMostSteps = 50'000;
  return steps <= kMostSteps && is_small(experiment);
}

TraceDemand demand_of(std::string_view trace) {
  TraceDemand demand;
  for (const std::string& message : open_frames(trace)) {
    proto::Frame frame;
    if (!frame.ParseFromString(message)) continue;
    if (frame.has_header()) demand.experiment = frame.header().experiment();
    demand.steps += frame.chunk().steps();
  }
  return demand;
}

}  // namespace hogtie::fuzz
