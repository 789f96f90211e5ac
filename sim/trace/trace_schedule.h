#pragma once

#include <memory>
#include <string>

#include "adversaries/schedule_source.h"
#include "sim/trace/trace_reader.h"

namespace hogtie {

/// The schedule of a trace, chunk by chunk.
class TraceSchedule final : public ScheduleSource {
 public:
  /// Throws InputError where the trace cannot be read.
  explicit TraceSchedule(std::string path) : reader_(std::move(path)) {}

  std::span<const std::uint32_t> more() override {
    do {
      if (!reader_.next_chunk(chunk_)) return {};
    } while (chunk_.schedule.empty());
    return chunk_.schedule;
  }

 private:
  TraceReader reader_;
  DecodedChunk chunk_;
};

}  // namespace hogtie
