#include "sim/trace/replay_check.h"

#include <algorithm>
#include <utility>

#include "sim/trace/digest.h"

namespace hogtie {
namespace {

std::string describe(const std::optional<ShapeOperation>& operation, const RegisterLayout& layout) {
  if (!operation.has_value()) return "no operation pending";
  return std::string(name(static_cast<OperationKind>(operation->kind))) + ' ' +
         layout.name(operation->target);
}

std::optional<ShapeOperation> at(const std::vector<ShapeOperation>& operations, std::size_t k) {
  if (k < operations.size()) return operations[k];
  return std::nullopt;
}

std::string describe(const Ending& ending) {
  return proto::Verdict_Name(ending.verdict) +
         (ending.detail.empty() ? "" : " (" + ending.detail + ")");
}

}  // namespace

/// Chunk after chunk as the check goes on to them: it does at the last step of each, before the
/// schedule is asked for more.
class ReplayCheck::Schedule final : public ScheduleSource {
 public:
  explicit Schedule(ReplayCheck& check) : check_(check) {}

  std::span<const std::uint32_t> next_stretch() override {
    if (check_.exhausted_ || std::exchange(check_.handed_out_, true)) return {};
    return check_.chunk_.schedule;
  }

 private:
  ReplayCheck& check_;
};

std::unique_ptr<ScheduleSource> ReplayCheck::schedule() {
  return std::make_unique<Schedule>(*this);
}

ReplayCheck::ReplayCheck(const TraceFile& trace, std::uint64_t steps)
    : trace_(trace),
      reader_(trace),
      steps_(steps),
      last_shape_(reader_.header().experiment().workers(), kNoShape) {
  load_chunk();
}

void ReplayCheck::load_chunk() {
  exhausted_ = !reader_.next_chunk(chunk_);
  if (exhausted_) return;
  handed_out_ = false;
  chunk_end_ = chunk_.first_step + chunk_.schedule.size();
  listed_ = 0;
  for (const proto::Shape& shape : chunk_.shapes) shapes_.add(shape);
}

std::uint64_t ReplayCheck::next_call(std::uint64_t step) const {
  std::uint64_t stop = exhausted_ ? std::numeric_limits<std::uint64_t>::max() : chunk_end_;
  if (divergence_.has_value()) stop = std::min(stop, divergence_->step + 1);
  return std::max(stop, step + 1);
}

/// The step at which a worker executes the operation at this position of what it submits at step
/// `from`, by the recorded schedule. None where that is not known to be within the trace: all in
/// all, only so many chunks are read ahead.
std::optional<std::uint64_t> ReplayCheck::step_of(std::uint32_t worker, std::uint32_t operation,
                                                  std::uint64_t from) {
  std::uint32_t before = 0;
  const auto find = [&](const DecodedChunk& chunk) -> std::optional<std::uint64_t> {
    const std::uint64_t skip = from > chunk.first_step ? from - chunk.first_step : 0;
    for (std::uint64_t k = skip; k < chunk.schedule.size(); ++k) {
      if (chunk.schedule[k] == worker && before++ == operation) return chunk.first_step + k;
    }
    return std::nullopt;
  };
  // The trace is read ahead only where that is needed.
  if (const auto step = find(chunk_)) return step;
  constexpr std::uint32_t kMostChunksAhead = 4096;
  TraceReader ahead(trace_);
  DecodedChunk chunk;
  while (chunks_ahead_ < kMostChunksAhead && ahead.next_chunk(chunk)) {
    ++chunks_ahead_;
    if (chunk.first_step < chunk_end_) continue;
    // The run ends there.
    if (divergence_.has_value() && chunk.first_step > divergence_->step) break;
    if (const auto step = find(chunk)) return step;
  }
  return std::nullopt;
}

/// `step` is none where no step of the trace is known to execute the operation.
void ReplayCheck::diverge(const std::optional<std::uint64_t>& step, std::string what) {
  if (!step.has_value()) {
    if (!unexecuted_.has_value()) unexecuted_ = std::move(what);
  } else if (!divergence_.has_value() || *step < divergence_->step) {
    divergence_ = {*step, std::move(what)};
  }
}

std::uint64_t ReplayCheck::next_submission() const {
  return !exhausted_ && listed_ < chunk_.submission_gaps.size()
             ? unlisted_from_ + chunk_.submission_gaps[listed_]
             : std::numeric_limits<std::uint64_t>::max();
}

/// The block ends after the submission, so the state is that in which the worker submitted.
void ReplayCheck::submitted(const Tape& tape, const TapeEntry& entry, const Execution& execution) {
  const std::uint32_t worker = entry.worker;
  const std::uint64_t number = entry.number;
  if (exhausted_ || execution.step() > steps_) return;
  std::uint32_t& expected = last_shape_[worker];
  if (number == next_submission()) {
    expected = chunk_.submission_shapes[listed_++];
    unlisted_from_ = number + 1;
  }
  shape_key(tape, entry, key_);
  if (expected == kNoShape || !is_expected(key_, expected)) find_difference(tape, entry, execution);
}

/// Whether this is the shape that stands in the trace as `code`.
bool ReplayCheck::is_expected(const ShapeKey& key, std::uint32_t code) const {
  if (code % 2 == 0) return shapes_.has_key(code / 2, key);
  return (is_long(key) || shapes_.size() == kMostShapes) && short_digest(key) == code / 2;
}

/// The worker's pending operations are not those expected: find the first that differs, and when it
/// is due.
void ReplayCheck::find_difference(const Tape& tape, const TapeEntry& entry,
                                  const Execution& execution) {
  const std::uint32_t worker = entry.worker;
  const Cursor& cursor = execution.cursors[worker];
  const std::size_t limit = std::size_t{cursor.script->capacity} + 1;
  const auto actual = expand_shape(describe_shape(tape, entry), limit);
  const std::uint32_t code = last_shape_[worker];
  const std::string who = "worker " + std::to_string(worker) + ' ';
  if (code != kNoShape && code % 2 == 1) {
    diverge(step_of(worker, 0, execution.step()),
            "recorded " + who + "with other operations pending, now " + who +
                describe(at(actual, cursor.position), execution.layout) + " and " +
                std::to_string(actual.size()) + " in all");
    return;
  }
  const auto expected = code == kNoShape ? std::vector<ShapeOperation>{}
                                         : expand_shape(shapes_.shape(code / 2), limit);
  std::size_t k = 0;
  while (k < std::max(actual.size(), expected.size()) && at(actual, k) == at(expected, k)) ++k;
  const std::uint32_t ahead =
      static_cast<std::uint32_t>(k) -
      std::min<std::uint32_t>(static_cast<std::uint32_t>(k), cursor.position);
  diverge(step_of(worker, ahead, execution.step()),
          "recorded " + who + describe(at(expected, k), execution.layout) + ", now " + who +
              describe(at(actual, k), execution.layout));
}

std::optional<std::string> ReplayCheck::compare(const proto::Checkpoint& expected,
                                                const Execution& execution) const {
  const proto::Checkpoint actual = digest(execution);
  const bool registers = actual.registers() == expected.registers();
  if (registers && actual.workers() == expected.workers()) return std::nullopt;
  if (agreed_ == execution.step() && agreed_ > 0) {
    return "the recorded final state is not that of the last checkpoint, after step " +
           std::to_string(agreed_);
  }
  return std::string(registers ? "the workers' state differs" : "the registers differ") +
         " after step " + std::to_string(execution.step()) + ", but not after step " +
         std::to_string(agreed_) +
         "; worker, kind and register of every operation in between agree";
}

std::optional<Ending> ReplayCheck::read(const Tape& tape, const Execution& execution) {
  for (const TapeEntry& entry : tape.entries()) {
    if (entry.is_listed) submitted(tape, entry, execution);
  }
  if (tape.schedule().empty()) return std::nullopt;
  if (divergence_.has_value() && divergence_->step < execution.step()) return divergence();
  if (exhausted_ || execution.step() != chunk_end_ || execution.step() > steps_)
    return std::nullopt;
  return end_chunk(execution);
}

/// The run has come to the end of the chunk.
std::optional<Ending> ReplayCheck::end_chunk(const Execution& execution) {
  difference_ = compare(chunk_.checkpoint, execution);
  if (!difference_.has_value() && listed_ < chunk_.submission_gaps.size()) {
    difference_ = "recorded operations that workers submit before step " +
                  std::to_string(execution.step()) + ", now none does";
  }
  if (difference_.has_value()) return Ending{proto::DIVERGED, *difference_};
  agreed_ = execution.step();
  load_chunk();
  return std::nullopt;
}

Ending ReplayCheck::divergence() const {
  return {proto::DIVERGED, "step " + std::to_string(divergence_->step) + ": " + divergence_->what};
}

Ending ReplayCheck::conclude(const Ending& ending, const Execution& execution,
                             const std::optional<std::string>& not_finite) {
  if (ending.verdict == proto::DIVERGED) return ending;
  if (difference_.has_value()) return {proto::DIVERGED, *difference_};
  const bool follows_on = execution.step() < steps_;
  const std::uint64_t past = execution.step() + (follows_on ? 1 : 0);
  if (divergence_.has_value() && divergence_->step < past) return divergence();
  if (!follows_on || ending.verdict == proto::STOPPED) return ending;
  while (!exhausted_ && execution.step() == chunk_end_) {
    if (const auto difference = end_chunk(execution)) return *difference;
  }
  if (!exhausted_) {
    const std::uint32_t worker = chunk_.schedule[execution.step() - chunk_.first_step];
    return {proto::DIVERGED, "step " + std::to_string(execution.step()) + ": recorded worker " +
                                 std::to_string(worker) + " at work, now " +
                                 (ending.detail.empty() ? "the run is over" : ending.detail)};
  }
  if (!footer().has_value()) {
    cut_short_ = true;
    return {proto::STOPPED, "the trace was cut short here"};
  }
  return end_as_recorded(ending, execution, not_finite);
}

Ending ReplayCheck::end_as_recorded(const Ending& ending, const Execution& execution,
                                    const std::optional<std::string>& not_finite) {
  const proto::Footer& recorded = *footer();
  if (const auto difference = compare(recorded.final(), execution)) {
    return {proto::DIVERGED, *difference};
  }
  agreed_ = execution.step();
  const Ending expected{recorded.verdict(), recorded.detail()};
  const Ending now = with_numbers(ending, not_finite);
  const auto is_expected = [&](const Ending& end) {
    return end.verdict == expected.verdict && end.detail == expected.detail;
  };
  // Whoever schedules the replay halts where the trace does.
  const bool halted = ending.verdict == proto::ALL_CRASHED_OR_BLOCKED;
  if (halted && !is_expected(now) && !may_end_so(recorded, execution)) {
    return {proto::DIVERGED, "recorded the verdict " + describe(expected) + ", now " +
                                 std::to_string(execution.runnable.size()) +
                                 " workers have not ended"};
  }
  if (!halted && !is_expected(now) && !is_expected(ending)) {
    return {proto::DIVERGED,
            "recorded the verdict " + describe(expected) + ", now " + describe(now)};
  }
  if (unexecuted_.has_value()) return {proto::DIVERGED, "after the last step: " + *unexecuted_};
  came_to_the_end_ = true;
  return with_numbers(expected, not_finite);
}

/// Whether the recorded run may have ended so although workers are left that could go on.
bool ReplayCheck::may_end_so(const proto::Footer& recorded, const Execution& execution) const {
  const proto::Experiment& experiment = reader_.header().experiment();
  switch (recorded.verdict()) {
    case proto::ALL_CRASHED_OR_BLOCKED:
      return recorded.detail().empty();
    case proto::STEP_LIMIT:
      return recorded.detail().empty() && experiment.limits().has_steps() &&
             experiment.limits().steps() == execution.step();
    case proto::STOPPED:
    case proto::ADVERSARY_ERROR:
      return true;
    case proto::WORKER_ERROR:
      // Threads may end so, for want of memory.
      return experiment.machine().kind() == proto::THREADS;
    default:
      return false;
  }
}

}  // namespace hogtie
