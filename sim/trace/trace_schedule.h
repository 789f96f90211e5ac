#pragma once

#include <memory>
#include <utility>

#include "adversaries/interface/schedule_source.h"
#include "sim/trace/trace_reader.h"

namespace hogtie {

/// The schedule of a trace, chunk by chunk.
class TraceSchedule final : public ScheduleSource {
 public:
  /// Throws InputError where the trace cannot be read.
  explicit TraceSchedule(TraceFile file) : reader_(std::move(file)) {}

  std::unique_ptr<ScheduleSource> clone() const override {
    return std::make_unique<TraceSchedule>(*this);
  }

  std::span<const std::uint32_t> next_stretch() override {
    do {
      if (!reader_.next_chunk(chunk_)) return {};
    } while (chunk_.schedule.empty());
    return chunk_.schedule;
  }

  const TraceReader& reader() const { return reader_; }

 private:
  TraceReader reader_;
  DecodedChunk chunk_;
};

}  // namespace hogtie
