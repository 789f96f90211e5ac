#include "sim/trace/trace_extent.h"

#include "sim/trace/trace_reader.h"

namespace hogtie {

TraceExtent extent_of(const TraceFile& trace) {
  TraceReader reader(trace);
  DecodedChunk chunk;
  TraceExtent extent;
  while (reader.next_chunk(chunk)) extent.steps = chunk.first_step + chunk.schedule.size();
  extent.has_end = reader.footer().has_value();
  return extent;
}

}  // namespace hogtie
