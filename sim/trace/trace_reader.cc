#include "sim/trace/trace_reader.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "core/error.h"
#include "core/text/quote.h"
#include "sim/trace/schedule_packing.h"
#include "sim/trace/shape_table.h"

namespace hogtie {

TraceReader::TraceReader(const TraceFile& file) : frames_(file) {
  std::optional<proto::Frame> frame = frames_.next();
  if (!frame) {
    throw InputError(printable(file.name()) +
                     ": the trace ends before its header; record it again");
  }
  check(frame->has_header(), "is not a header, which comes first");
  header_ = std::move(*frame->mutable_header());
  workers_ = header_.experiment().workers();
  if (workers_ < 1 || workers_ > kMostWorkers) {
    fail("names " + std::to_string(workers_) + " workers, a trace has 1 to " +
         std::to_string(kMostWorkers));
  }
  for (const proto::Crash& crash : header_.experiment().adversary().crashes()) {
    if (crash.worker() >= workers_) continue;
    crashed_at_.resize(workers_, std::numeric_limits<std::uint64_t>::max());
    std::uint64_t& step = crashed_at_[crash.worker()];
    step = std::min(step, crash.step());
  }
}

void TraceReader::fail(const std::string& what) const {
  throw InputError(frames_.where() + ": " + what + "; record the trace again");
}

void TraceReader::check(bool good, const char* what) const {
  if (!good) fail(what);
}

bool TraceReader::next_chunk(DecodedChunk& chunk) {
  if (ended_) return false;
  std::optional<proto::Frame> frame = frames_.next();
  if (frame && frame->has_chunk()) {
    decode(*frame->mutable_chunk(), chunk);
    return true;
  }
  ended_ = true;
  if (frame) {
    check(!frame->has_header(), "a second header");
    end(std::move(*frame->mutable_footer()));
  }
  return false;
}

void TraceReader::decode(proto::Chunk& from, DecodedChunk& to) {
  if (from.first_step() != steps_) {
    fail("begins at step " + std::to_string(from.first_step()) + ", the one before ends at step " +
         std::to_string(steps_));
  }
  if (from.steps() > kMostChunkSteps) {
    fail("claims " + std::to_string(from.steps()) + " steps, the limit is " +
         std::to_string(kMostChunkSteps));
  }
  to.first_step = from.first_step();
  to.schedule.resize(from.steps());
  check(unpack(from.schedule(), worker_bits(workers_), to.schedule),
        "its schedule does not fit its number of steps");
  std::uint32_t largest = 0;
  for (const std::uint32_t worker : to.schedule) largest = std::max(largest, worker);
  if (largest >= workers_) {
    fail("schedules worker " + std::to_string(largest) + " of " + std::to_string(workers_));
  }
  check_crashes(to);
  check(!empty_, "comes after a chunk without steps");
  empty_ = from.steps() == 0;
  steps_ += from.steps();

  check_shapes(from);
  to.shapes.Swap(from.mutable_shapes());
  to.submission_gaps.Swap(from.mutable_submission_gaps());
  to.submission_shapes.Swap(from.mutable_submission_shapes());
  check(from.has_checkpoint(), "has no checkpoint");
  to.checkpoint = from.checkpoint();
}

void TraceReader::check_crashes(const DecodedChunk& chunk) const {
  if (crashed_at_.empty()) return;
  std::uint64_t step = chunk.first_step;
  for (const std::uint32_t worker : chunk.schedule) {
    if (step >= crashed_at_[worker]) {
      fail("schedules worker " + std::to_string(worker) + " at step " + std::to_string(step) +
           ", by its settings it has crashed at step " + std::to_string(crashed_at_[worker]));
    }
    ++step;
  }
}

void TraceReader::check_shapes(const proto::Chunk& chunk) {
  std::uint64_t submitted = shapes_;
  shapes_ += static_cast<std::uint64_t>(chunk.shapes_size());
  if (shapes_ > kMostShapes) {
    fail("defines shape " + std::to_string(shapes_ - 1) + ", the limit is " +
         std::to_string(kMostShapes) + " shapes");
  }
  for (const proto::Shape& shape : chunk.shapes()) {
    check(is_definable(shape), "defines a shape that no worker submits");
  }
  check(chunk.submission_gaps_size() == chunk.submission_shapes_size(),
        "has not as many gaps as shapes of submissions");
  for (const std::uint32_t code : chunk.submission_shapes()) {
    const std::uint32_t shape = code / 2;
    if (code % 2 == 1) continue;
    if (shape >= shapes_) {
      fail("submits shape " + std::to_string(shape) + ", but " + std::to_string(shapes_) +
           " are defined");
    }
    if (shape > submitted) {
      fail("submits shape " + std::to_string(shape) + " before shape " + std::to_string(submitted));
    }
    if (shape == submitted) ++submitted;
  }
  if (submitted < shapes_) {
    fail("defines shape " + std::to_string(submitted) + ", but does not submit it");
  }
}

void TraceReader::end(proto::Footer footer) {
  check(footer.has_verdict(), "has no verdict");
  if (footer.steps() != steps_) {
    fail("counts " + std::to_string(footer.steps()) + " steps, the chunks have " +
         std::to_string(steps_));
  }
  check(!frames_.next() && !frames_.cut(), "comes after the footer");
  footer_ = std::move(footer);
}

}  // namespace hogtie
