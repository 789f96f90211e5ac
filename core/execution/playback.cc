#include "core/execution/playback.h"

#include <algorithm>
#include <numeric>

#include "core/execution/execution_state.h"

namespace hogtie {
namespace {

/// Whether scalar operations operate on doubles.
bool has_scalar_doubles(const Script& script, const RegisterLayout& layout) {
  return std::ranges::any_of(
      std::span(script.scalars, script.scalar_count),
      [&](const ScalarOperation& scalar) { return layout.is_double(scalar.operation.target); });
}

/// Whether the next operation is one of an iteration.
bool is_open(const Cursor& cursor) {
  return cursor.script->iteration_open && cursor.position < cursor.script->ends_at;
}

}  // namespace

Playback::Playback(const RegisterLayout& layout, std::uint32_t workers, std::size_t operations_max,
                   std::size_t scalars_max)
    : execution_(layout, workers, 0),
      memory_(workers, operations_max, scalars_max, 0),
      steps_(workers * operations_max),
      tracks_(workers) {
  ended_script_.boundary_kind = BoundaryKind::kEnded;
  for (std::uint32_t w = 0; w < workers; ++w) {
    Script& script = memory_.script(w);
    execution_.cursors[w] = {script.registers, script.values, 0, 0, &script};
    tracks_[w].steps = steps_.data() + w * operations_max;
  }
}

void Playback::begin(std::span<const double> cells) {
  execution_.cells.assign(cells.begin(), cells.end());
}

struct Playback::State final : ReaderState {
  explicit State(const Playback& playback)
      : execution(playback.execution_),
        memory(playback.memory_.bytes().begin(), playback.memory_.bytes().end()),
        steps(playback.steps_),
        tracks(playback.tracks_) {
    for (const StepReader* const reader : playback.step_readers_) readers.push_back(reader->save());
    for (const StepReader* const reader : playback.stretch_readers_) {
      readers.push_back(reader->save());
    }
  }

  ExecutionState execution;
  std::vector<std::byte> memory;
  std::vector<std::uint64_t> steps;
  std::vector<Track> tracks;
  std::vector<std::shared_ptr<const ReaderState>> readers;  // of steps first
};

std::shared_ptr<const ReaderState> Playback::save() const {
  return std::make_shared<const State>(*this);
}

void Playback::restore(const ReaderState& state) {
  const State& saved = static_cast<const State&>(state);
  saved.execution.restore(execution_);
  std::ranges::copy(saved.memory, memory_.bytes().begin());
  steps_ = saved.steps;
  tracks_ = saved.tracks;
  auto next = saved.readers.begin();
  for (StepReader* const reader : step_readers_) reader->restore(**next++);
  for (StepReader* const reader : stretch_readers_) reader->restore(**next++);
}

void Playback::play(const Tape& tape) {
  tape_ = &tape;
  entry_ = 0;
  take_entries();
  execution_.steps.begin_block(tape.first_step() + tape.schedule().size());
  if (step_readers_.empty()) {
    play_steps<false>();
  } else {
    play_steps<true>();
  }
}

template <bool kEachStep>
void Playback::play_steps() {
  double* const cells = execution_.cells.data();
  std::uint64_t number = execution_.step();
  for (const std::uint32_t worker : tape_->schedule()) {
    Cursor& cursor = execution_.cursors[worker];
    const Track& track = tracks_[worker];
    track.steps[cursor.position] = number++;
    execution_.steps.take(worker);
    if (kEachStep || cursor.position == track.event_at) {
      play_event(worker);
    } else {
      execute_next(cursor, cells);
    }
  }
}

/// Executes a step that is more than a plain operation, or that readers are told of.
void Playback::play_event(std::uint32_t worker) {
  Cursor& cursor = execution_.cursors[worker];
  const Track& track = tracks_[worker];
  const bool was_open = is_open(cursor);
  const bool is_single = track.is_all_single || cursor.position == track.update_at ||
                         cursor.script->irregular.contains(cursor.position);
  if (is_single || !step_readers_.empty()) {
    play_told(worker, is_single, was_open);
    return;
  }
  const Due due = execute(cursor);
  follow(worker, due, due == Due::kComputation && sample(worker), was_open);
}

/// A step that readers are told of: StretchReaders, too, if it is a single one.
void Playback::play_told(std::uint32_t worker, bool is_single, bool was_open) {
  Cursor& cursor = execution_.cursors[worker];
  const Script& script = *cursor.script;
  Track& track = tracks_[worker];
  if (is_single) catch_up(worker);
  const std::uint32_t position = cursor.position;
  const bool is_irregular = script.irregular.contains(position);
  const ScalarOperation* const scalar =
      script.scalar_at(position) ? &script.scalars[script.scalar_next] : nullptr;
  Step step{last_step(), worker, {}, {}};
  if (position == track.update_at) {
    step.operation = {OperationKind::kFetchAdd, script.registers[position],
                      to_word(script.values[position])};
  } else {
    step.operation =
        is_irregular ? irregular_operation_at(script, position) : operation_at(script, position);
  }
  const bool refused = is_irregular && script.irregular.is_guarded() &&
                       to_word(execution_.cells[script.irregular.guard]) != script.irregular.epoch;
  const Due due = execute(cursor);
  if (is_single) {
    track.told = cursor.position;
    track.update_at = kNever;
  }
  const bool has_sampled = due == Due::kComputation && sample(worker);
  step.result = scalar != nullptr ? scalar->result
                                  : OperationResult{to_word(cursor.values[position]), !refused};
  if (is_single) {
    for (StretchReader* const reader : stretch_readers_) reader->step(execution_, step);
  }
  for (StepReader* const reader : step_readers_) reader->step(execution_, step);
  follow(worker, due, has_sampled, was_open);
}

Due Playback::execute(Cursor& cursor) {
  if (cursor.position + 1 == cursor.boundary) return execute_at_boundary(execution_, cursor);
  execute_next_irregular(cursor, execution_.cells.data());
  return Due::kNothing;
}

/// Does what follows a step.
void Playback::follow(std::uint32_t worker, Due due, bool has_sampled, bool was_open) {
  Cursor& cursor = execution_.cursors[worker];
  if (has_sampled) {
    for (StepReader* const reader : step_readers_) reader->update_sampled(execution_, worker);
  }
  if (was_open && !is_open(cursor)) {
    catch_up(worker);
    end_iteration(worker, cursor.script->iteration);
  }
  if (due != Due::kWorker && !(has_sampled && cursor.position == cursor.script->size)) {
    find_event(worker);
    return;
  }
  catch_up(worker);
  empty_script(*cursor.script);
  tracks_[worker].awaits_script = true;
  take_entries_of(worker);
}

void Playback::begin_iteration(std::uint32_t worker, std::uint64_t iteration) {
  for (StretchReader* const reader : stretch_readers_) {
    reader->iteration_begun(execution_, worker, iteration, last_step());
  }
  for (StepReader* const reader : step_readers_) {
    reader->iteration_begun(execution_, worker, iteration, last_step());
  }
}

void Playback::end_iteration(std::uint32_t worker, std::uint64_t iteration) {
  for (StretchReader* const reader : stretch_readers_) {
    reader->iteration_ended(execution_, worker, iteration, last_step());
  }
  for (StepReader* const reader : step_readers_) {
    reader->iteration_ended(execution_, worker, iteration, last_step());
  }
}

const TapeEntry* Playback::next_entry() const {
  return entry_ < tape_->entries().size() ? &tape_->entries()[entry_] : nullptr;
}

/// Those of workers that went on between two blocks.
void Playback::take_entries() {
  for (const TapeEntry* next = next_entry(); next != nullptr && tracks_[next->worker].awaits_script;
       next = next_entry()) {
    take_entries_of(next->worker);
  }
}

void Playback::take_entries_of(std::uint32_t worker) {
  const TapeEntry* next = next_entry();
  while (next != nullptr && next->worker == worker && tracks_[worker].awaits_script) {
    ++entry_;
    take(*next);
    next = next_entry();
  }
}

void Playback::take(const TapeEntry& entry) {
  Script& script = memory_.script(entry.worker);
  switch (entry.event) {
    case TapeEvent::kIterationBegun:
      script.iteration = entry.number;
      script.iteration_open = true;
      script.ends_at = kNever;
      begin_iteration(entry.worker, entry.number);
      break;
    case TapeEvent::kIterationEnded:
      script.iteration_open = false;
      end_iteration(entry.worker, entry.number);
      break;
    case TapeEvent::kSubmitted:
      submit(entry);
      break;
    case TapeEvent::kEnded:
      tracks_[entry.worker].awaits_script = false;
      execution_.runnable.remove(entry.worker);
      execution_.cursors[entry.worker] = {nullptr, nullptr, 0, 1, &ended_script_};
      break;
    default:
      break;
  }
}

/// Makes the worker's script what it submits.
void Playback::submit(const TapeEntry& entry) {
  Script& script = memory_.script(entry.worker);
  Cursor& cursor = execution_.cursors[entry.worker];
  Track& track = tracks_[entry.worker];
  if (!entry.is_same) read_submission(entry);
  const Submission& submission = track.submission;
  script.size = submission.size;
  script.compute_at = submission.compute_at;
  script.ends_at = submission.ends_at;
  script.scalar_count = submission.scalar_count;
  script.irregular = submission.irregular;
  if (!submission.has_operands) std::fill_n(script.values, script.size, kReadOperand);
  cursor.position = 0;
  cursor.boundary = track.first_boundary;
  script.boundary_kind = track.first_boundary_kind;
  track.awaits_script = false;
  track.told = 0;
  track.update_at = track.first_update;
  track.event_at = track.first_event;
  if (submission.knows_update) {
    for (StepReader* const reader : step_readers_) {
      reader->update_sampled(execution_, entry.worker);
    }
  }
}

/// Reads what the tape says of a submission that is not the worker's last.
void Playback::read_submission(const TapeEntry& entry) {
  const ListedSubmission& submission = tape_->submission(entry);
  Script& script = memory_.script(entry.worker);
  Track& track = tracks_[entry.worker];
  track.submission = static_cast<const Submission&>(submission);
  if (entry.is_listed) {
    script.segment_count = 0;
    std::uint32_t* to = script.registers;
    tape_->for_each_segment(entry, [&](const ListedSegment& listed) {
      const Segment& segment = listed.segment;
      script.segments[script.segment_count++] = segment;
      if (segment.contiguous) {
        std::iota(to, to + segment.count, segment.first);
      } else {
        std::ranges::copy(listed.registers, to);
      }
      to += segment.count;
    });
  }
  if (submission.has_operands) {
    std::copy_n(tape_->operands(submission), submission.size, script.values);
  }
  std::copy_n(tape_->scalars(submission), submission.scalar_count, script.scalars);
  if (submission.irregular.count > 0) execution_.irregular_lists = true;
  script.size = submission.size;
  script.compute_at = submission.compute_at;
  script.view_begin = submission.view_begin;
  script.view_size = submission.view_size;
  script.update_begin = submission.update_begin;
  script.update_size = submission.update_size;
  script.ends_at = submission.ends_at;
  script.scalar_count = submission.scalar_count;
  script.irregular = submission.irregular;
  Cursor& cursor = execution_.cursors[entry.worker];
  cursor.position = 0;
  find_boundary(cursor);
  track.first_boundary = cursor.boundary;
  track.first_boundary_kind = script.boundary_kind;
  track.is_all_single = has_scalar_doubles(script, execution_.layout);
  track.first_update = next_update(script, 0, submission.compute_at);
  track.sampled_update = next_update(script, submission.compute_at, kNever);
  track.update_at = track.first_update;
  find_event(entry.worker);
  track.first_event = track.event_at;
}

/// Puts the sampled update into the worker's script, which is then as it is on the machine. Returns
/// false where the tape has none: the run has ended in the computation.
bool Playback::sample(std::uint32_t worker) {
  const TapeEntry* const entry = next_entry();
  if (entry == nullptr || entry->worker != worker || entry->event != TapeEvent::kSampled) {
    return false;
  }
  ++entry_;
  Cursor& cursor = execution_.cursors[worker];
  Script& script = *cursor.script;
  std::copy_n(tape_->sample(*entry), script.update_size, script.values + script.update_begin);
  script.compute_at = kNever;
  Track& track = tracks_[worker];
  track.update_at = track.sampled_update;
  if (settle_update(script)) {
    ++entry_;  // the entry of what is left
    track.update_at = next_update(script, cursor.position, kNever);
  }
  if (cursor.position < script.size) find_boundary(cursor);
  return true;
}

void Playback::find_event(std::uint32_t worker) {
  Track& track = tracks_[worker];
  const Cursor& cursor = execution_.cursors[worker];
  const Script& script = *cursor.script;
  const std::uint32_t position = cursor.position;
  track.event_at = std::min(cursor.boundary - 1, track.update_at);
  if (script.ends_at > position) track.event_at = std::min(track.event_at, script.ends_at - 1);
  if (script.irregular.count > 0 && script.irregular.end() > position) {
    track.event_at = std::min(track.event_at, std::max(script.irregular.begin, position));
  }
  if (track.is_all_single) track.event_at = position;
}

/// The first fetch&add of the model from one position on, and before another.
std::uint32_t Playback::next_update(const Script& script, std::uint32_t from,
                                    std::uint32_t to) const {
  const std::uint32_t end = std::min(script.size, to);
  std::uint32_t begin = 0;
  for (const Segment& segment : std::span(script.segments, script.segment_count)) {
    const std::uint32_t first = std::max(begin, from);
    begin += segment.count;
    if (segment.kind != OperationKind::kFetchAdd) continue;
    for (std::uint32_t at = first; at < std::min(begin, end); ++at) {
      if (execution_.layout.is_model(script.registers[at])) return at;
    }
  }
  return kNever;
}

void Playback::catch_up() {
  for (std::uint32_t w = 0; w < execution_.workers; ++w) catch_up(w);
}

void Playback::catch_up(std::uint32_t worker) {
  if (stretch_readers_.empty()) return;
  Track& track = tracks_[worker];
  const Cursor& cursor = execution_.cursors[worker];
  const Script& script = *cursor.script;
  if (track.is_all_single || track.told >= cursor.position) return;
  std::uint32_t begin = 0;
  for (const Segment& segment : std::span(script.segments, script.segment_count)) {
    const std::uint32_t first = std::max(begin, track.told);
    begin += segment.count;
    const std::uint32_t end = std::min(begin, cursor.position);
    if (first >= end || !execution_.layout.is_double(segment.first)) continue;
    if (segment.kind != OperationKind::kRead && segment.kind != OperationKind::kFetchAdd) continue;
    const Stretch stretch{worker,
                          segment.kind,
                          end - first,
                          script.registers + first,
                          track.steps + first,
                          script.values + first};
    for (StretchReader* const reader : stretch_readers_) reader->stretch(execution_, stretch);
  }
  track.told = cursor.position;
}

}  // namespace hogtie
