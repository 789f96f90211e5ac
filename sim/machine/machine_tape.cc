#include "sim/machine/machine.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <system_error>

namespace hogtie {

/// Writes to the tape. That this fails is the caller's error, not the worker's.
template <class Write>
void Machine::write(const Write& write) {
  if (!tape_is_whole_) return;
  // So it stays if this is left before its end, also by a jump.
  tape_is_whole_ = false;
  std::int64_t heap = 0;
  if constexpr (kWatchesHeap) heap = heap_blocks();
  try {
    write();
    tape_is_whole_ = true;
  } catch (...) {
    reader_threw();
  }
  // The tape's blocks are no worker's.
  if constexpr (kWatchesHeap) heap_before_ += heap_blocks() - heap;
}

/// Finds out how much of a tape they need.
void Machine::begin_readers() {
  try {
    for (TapeReader* const reader : readers_) {
      reader->begin(execution_);
      const TapeContent content = reader->content();
      if (content != TapeContent::kSchedule) tape_bits_ |= kWrites;
      if (content == TapeContent::kAll) tape_bits_ |= kWritesAll;
      if (reader->stops_at_submissions()) stops_at_listed_ = true;
    }
    if ((tape_bits_ & kWritesAll) != 0) last_.resize(execution_.workers);
    if (plays_behind_ && playback_) begin_playing_behind();
  } catch (...) {
    reader_threw();
  }
  duties_ = tape_bits_ | kCaller;
}

/// Without a thread, the playback reads as all others do.
void Machine::begin_playing_behind() {
  try {
    thread_.emplace([this](const Tape& tape) { playback_->playback().play(tape); });
  } catch (const std::system_error&) {
    return;
  }
  std::erase(readers_, playback_.get());
  tape_ = &thread_->writing();
}

Playback& Machine::caught_up_playback() {
  if (thread_) thread_->wait();
  return playback();
}

/// Gives them what was done since the last time.
void Machine::serve_readers() {
  write([this] { tape_->set_schedule(execution_.steps.block()); });
  if (!tape_->empty() && tape_is_whole_) {
    if (thread_) thread_->publish();
    read_tape();
    if (thread_) next_tape();
  }
  tape_->begin_block(execution_.step());
  execution_.steps.end_served_block();
}

void Machine::read_tape() {
  try {
    for (TapeReader* const reader : readers_) {
      if (tape_->schedule().empty() && reader->content() == TapeContent::kSchedule) continue;
      if (const std::optional<Ending> ending = reader->read(*tape_, execution_)) {
        end(ending->verdict, ending->detail);
      }
    }
  } catch (...) {
    reader_threw();
    readers_.clear();
  }
}

void Machine::next_tape() {
  try {
    thread_->next();
  } catch (...) {
    reader_threw();
  }
  tape_ = &thread_->writing();
}

void Machine::finish_readers() {
  try {
    if (thread_) thread_->finish();
    if (playback_ && !failure_) playback_->playback().catch_up();
  } catch (...) {
    reader_threw();
  }
}

/// Between two blocks. Returns whether the run goes on.
bool Machine::next_block() {
  serve_readers();
  const std::uint64_t step = execution_.step();
  if (step >= step_limit_) end(proto::STEP_LIMIT, {});
  if (over_ || step >= until_) return false;
  std::uint64_t block_end = std::min(step_limit_, until_);
  listed_next_ = TapeReader::kNone;
  try {
    for (const TapeReader* const reader : readers_) {
      const std::uint64_t stop = reader->next_call(step);
      if (stop <= step)
        throw std::logic_error("a reader's next call is not after the step that the machine is at");
      block_end = std::min(block_end, stop);
      listed_next_ = std::min(listed_next_, reader->next_submission());
    }
  } catch (...) {
    reader_threw();
    return false;
  }
  execution_.steps.begin_block(block_end);
  return !over_;
}

void Machine::write_submission(std::uint32_t worker) {
  const Script& script = *execution_.cursors[worker].script;
  const std::uint64_t number = submissions_++;
  const bool is_listed = !script.repeats || number == listed_next_;
  if (!is_listed && !writes_all()) return;
  write([&] {
    if (writes_all() && last_[worker].is_repeated(script) && !is_listed) {
      tape_->submitted_again(worker, number);
    } else {
      tape_->submitted(worker, script, number, is_listed);
    }
  });
  if (is_listed && stops_at_listed_) execution_.steps.end_block();
}

void Machine::write_sample(std::uint32_t worker) {
  write([&] { tape_->sampled(worker, *execution_.cursors[worker].script); });
}

void Machine::write_dropped(std::uint32_t worker) {
  Script& script = *execution_.cursors[worker].script;
  script.repeats = false;
  write([&] { tape_->zeros_dropped(worker, script, submissions_++); });
  if (stops_at_listed_) execution_.steps.end_block();
}

void Machine::write_end(std::uint32_t worker) {
  write([&] { tape_->ended(worker, submissions_++); });
  if (stops_at_listed_) execution_.steps.end_block();
}

void Machine::iteration_begun(std::uint32_t worker) {
  write([&] { tape_->iteration_begun(worker, memory_.script(worker).iteration); });
}

void Machine::iteration_ended(std::uint32_t worker) {
  write([&] { tape_->iteration_ended(worker, memory_.script(worker).iteration); });
}

}  // namespace hogtie
