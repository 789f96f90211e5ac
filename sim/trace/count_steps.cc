#include "sim/trace/count_steps.h"

#include "sim/trace/trace_reader.h"

namespace hogtie {

std::uint64_t count_steps(const TraceFile& trace) {
  TraceReader reader(trace);
  DecodedChunk chunk;
  std::uint64_t steps = 0;
  while (reader.next_chunk(chunk)) steps = chunk.first_step + chunk.schedule.size();
  return steps;
}

}  // namespace hogtie
