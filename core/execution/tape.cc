#include "core/execution/tape.h"

#include <limits>
#include <stdexcept>

namespace hogtie {
namespace {

/// The place of the next element. Throws std::length_error where places do not reach.
template <class T>
std::uint32_t place(const std::vector<T>& list) {
  if (list.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw std::length_error("a tape has room for 4294967295 operands or registers");
  }
  return static_cast<std::uint32_t>(list.size());
}

/// Keeps its memory, unless it is that of a large model: many tapes may be in use.
template <class T>
void clear_list(std::vector<T>& list) {
  constexpr std::size_t kKept = std::size_t{1} << 16;
  if (list.capacity() > kKept) {
    std::vector<T>().swap(list);
  } else {
    list.clear();
  }
}

}  // namespace

Submission submission_of(const Script& script) {
  return {script.size,         script.compute_at,   script.view_begin, script.view_size,
          script.update_begin, script.update_size,  script.ends_at,    script.scalar_count,
          script.has_operands, script.knows_update, script.irregular};
}

void Tape::clear() {
  schedule_.clear();
  entries_.clear();
  submissions_.clear();
  segments_.clear();
  clear_list(registers_);
  clear_list(operands_);
  scalars_.clear();
}

void Tape::list_segments(const Script& script, ListedSubmission& submission) {
  submission.segment_count = script.segment_count;
  submission.segments_at = place(segments_);
  submission.registers_at = place(registers_);
  ListedSegments lists;
  const std::uint32_t* registers = script.registers;
  for (const Segment& segment : std::span(script.segments, script.segment_count)) {
    segments_.push_back(segment);
    if (!segment.contiguous && !lists.has(segment)) {
      registers_.insert(registers_.end(), registers, registers + segment.count);
      lists.add(segment, registers);
    }
    registers += segment.count;
  }
}

std::uint32_t Tape::add_submission(const Script& script) {
  ListedSubmission& submission = submissions_.emplace_back();
  static_cast<Submission&>(submission) = submission_of(script);
  submission.scalars_at = place(scalars_);
  submission.operands_at = place(operands_);
  return place(submissions_) - 1;
}

void Tape::submitted(std::uint32_t worker, const Script& script, std::uint64_t number,
                     bool is_listed) {
  const std::uint32_t at = add_submission(script);
  if (is_listed) list_segments(script, submissions_.back());
  if (script.has_operands) {
    operands_.insert(operands_.end(), script.values, script.values + script.size);
  }
  scalars_.insert(scalars_.end(), script.scalars, script.scalars + script.scalar_count);
  entries_.push_back({.event = TapeEvent::kSubmitted,
                      .is_listed = is_listed,
                      .worker = worker,
                      .at = at,
                      .number = number});
}

void Tape::zeros_dropped(std::uint32_t worker, const Script& script, std::uint64_t number) {
  const std::uint32_t at = add_submission(script);
  list_segments(script, submissions_.back());
  entries_.push_back({.event = TapeEvent::kZerosDropped,
                      .is_listed = true,
                      .worker = worker,
                      .at = at,
                      .number = number});
}

void Tape::sampled(std::uint32_t worker, const Script& script) {
  const std::uint32_t at = place(operands_);
  const double* const update = script.values + script.update_begin;
  operands_.insert(operands_.end(), update, update + script.update_size);
  entries_.push_back({.event = TapeEvent::kSampled, .worker = worker, .at = at});
}

}  // namespace hogtie
