#include "sim/trace/recorder.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "sim/trace/digest.h"
#include "sim/trace/shape_table.h"

namespace hogtie {
namespace {

constexpr std::uint32_t kMostUnlisted = std::numeric_limits<std::uint32_t>::max();

/// Steps of a chunk: enough that its digest reads at most a quarter of a word a step.
std::uint64_t chunk_steps(std::uint64_t words) {
  constexpr std::uint64_t kLeast = std::uint64_t{1} << 18;
  constexpr std::uint64_t kMost = std::uint64_t{1} << 22;
  return std::clamp(std::bit_ceil(4 * words), kLeast, kMost);
}

}  // namespace

Recorder::Recorder(const std::string& path, const proto::Header& header, const Execution& execution,
                   std::size_t operations_max)
    : writer_(path, header),
      chunk_steps_(chunk_steps(digest_words(execution, operations_max))),
      last_shape_(execution.workers),
      has_submitted_(execution.workers) {}

std::optional<Ending> Recorder::read(const Tape& tape, const Execution& execution) {
  for (const TapeEntry& entry : tape.entries()) {
    if (entry.is_listed) submitted(tape, entry);
  }
  const std::span<const std::uint32_t> schedule = tape.schedule();
  if (schedule.empty()) return std::nullopt;
  writer_.append(schedule);
  recorded_ += schedule.size();
  chunk_open_ = recorded_ % chunk_steps_ != 0 && !writer_.is_nearly_full();
  if (!chunk_open_) writer_.end_chunk(digest(execution));
  return std::nullopt;
}

std::uint64_t Recorder::next_call(std::uint64_t step) const {
  return (step / chunk_steps_ + 1) * chunk_steps_;
}

std::uint64_t Recorder::next_submission() const {
  return unlisted_from_ + kMostUnlisted;
}

void Recorder::submitted(const Tape& tape, const TapeEntry& entry) {
  const std::uint32_t worker = entry.worker;
  const std::uint64_t number = entry.number;
  shape_key(tape, entry, key_);
  ShapeKey& last = last_shape_[worker];
  if (has_submitted_[worker] && last == key_ && number != next_submission()) return;
  const auto gap = static_cast<std::uint32_t>(number - unlisted_from_);
  auto shape = shapes_.end();
  if (!is_long(key_)) {
    shape = shapes_.find(key_);
    if (shape == shapes_.end() && shapes_.size() < kMostShapes) {
      shape = shapes_.emplace(key_, static_cast<std::uint32_t>(shapes_.size())).first;
      writer_.shape(describe_shape(tape, entry));
    }
  }
  if (shape == shapes_.end()) {
    writer_.long_submission(gap, short_digest(key_));
  } else {
    writer_.submission(gap, shape->second);
  }
  unlisted_from_ = number + 1;
  chunk_open_ = true;
  std::swap(last, key_);
  has_submitted_[worker] = true;
}

void Recorder::finish(proto::Footer footer, const Execution& execution) {
  const proto::Checkpoint final = digest(execution);
  if (chunk_open_) writer_.end_chunk(final);
  footer.set_steps(recorded_);
  *footer.mutable_final() = final;
  writer_.finish(footer);
}

}  // namespace hogtie
