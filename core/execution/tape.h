#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/memory/script.h"

namespace hogtie {

/// Things that a worker does between two steps.
enum class TapeEvent : std::uint8_t {
  kIterationBegun,  ///< The worker begins an iteration.
  kIterationEnded,  ///< The worker ends an iteration, with no operation pending.
  kSubmitted,       ///< The worker suspends with operations pending.
  kSampled,         ///< The computation of the pending operations has run.
  kZerosDropped,    ///< Operations of zero are dropped from the pending ones.
  kEnded,           ///< The worker ends.
};

/// One event. Submissions are kSubmitted, kZerosDropped and kEnded.
struct TapeEntry {
  TapeEvent event;
  bool is_listed = false;  ///< The tape has kinds and registers of the submission.
  bool is_same = false;    ///< The submission equals the worker's last one as a Submission.
  std::uint32_t worker;
  /// The place of a submission in `submissions`, unless it is the same. The place of the first
  /// value of a sample in `operands`.
  std::uint32_t at = 0;
  /// The algorithm's number of an iteration. The place of a submission among all submissions of the
  /// run, from 0.
  std::uint64_t number = 0;
};

/// The pending operations of a worker, as a Script has them.
struct Submission {
  std::uint32_t size = 0;
  std::uint32_t compute_at = kNever;
  std::uint32_t view_begin = 0;
  std::uint32_t view_size = 0;
  std::uint32_t update_begin = 0;
  std::uint32_t update_size = 0;
  std::uint32_t ends_at = kNever;
  std::uint32_t scalar_count = 0;
  bool has_operands = false;
  bool knows_update = false;
  IrregularList irregular;

  friend bool operator==(const Submission&, const Submission&) = default;
};

/// The same of the pending operations of a script.
Submission submission_of(const Script& script);

/// A Submission on a tape, with the places of what belongs to it in the lists of the tape.
struct ListedSubmission : Submission {
  std::uint32_t segment_count = 0;
  std::uint32_t segments_at = 0;
  std::uint32_t registers_at = 0;
  std::uint32_t operands_at = 0;
  std::uint32_t scalars_at = 0;
};

/// A segment and its registers; of a contiguous one, none.
struct ListedSegment {
  const Segment& segment;
  std::span<const std::uint32_t> registers;
};

/// One block of an execution, written down for its readers: the steps, and what the workers did
/// between them. The schedule and the entries in their order determine all else: an entry stands
/// where its worker has executed all that it submitted before, or all before the computation.
class Tape {
 public:
  // The machine writes:

  void begin_block(std::uint64_t first_step) {
    clear();
    first_step_ = first_step;
  }
  void set_schedule(std::span<const std::uint32_t> schedule) {
    schedule_.assign(schedule.begin(), schedule.end());
  }
  void iteration_begun(std::uint32_t worker, std::uint64_t iteration) {
    entries_.push_back(
        {.event = TapeEvent::kIterationBegun, .worker = worker, .number = iteration});
  }
  void iteration_ended(std::uint32_t worker, std::uint64_t iteration) {
    entries_.push_back(
        {.event = TapeEvent::kIterationEnded, .worker = worker, .number = iteration});
  }
  /// Writes the script. Kinds and registers are written if it is listed.
  void submitted(std::uint32_t worker, const Script& script, std::uint64_t number, bool is_listed);
  /// The worker's last submission, with values that are all reads'.
  void submitted_again(std::uint32_t worker, std::uint64_t number) {
    entries_.push_back(
        {.event = TapeEvent::kSubmitted, .is_same = true, .worker = worker, .number = number});
  }
  void zeros_dropped(std::uint32_t worker, const Script& script, std::uint64_t number);
  /// The update of the script, before its zeros are dropped.
  void sampled(std::uint32_t worker, const Script& script);
  void ended(std::uint32_t worker, std::uint64_t number) {
    entries_.push_back(
        {.event = TapeEvent::kEnded, .is_listed = true, .worker = worker, .number = number});
  }

  // Readers read:

  bool empty() const { return schedule_.empty() && entries_.empty(); }
  std::uint64_t first_step() const { return first_step_; }
  /// The workers of the steps.
  std::span<const std::uint32_t> schedule() const { return schedule_; }
  std::span<const TapeEntry> entries() const { return entries_; }

  // Submissions:

  const ListedSubmission& submission(const TapeEntry& entry) const {
    return submissions_[entry.at];
  }
  const double* operands(const ListedSubmission& submission) const {
    return operands_.data() + submission.operands_at;
  }
  const ScalarOperation* scalars(const ListedSubmission& submission) const {
    return scalars_.data() + submission.scalars_at;
  }
  /// Calls `use(ListedSegment)` for each segment of one that is listed.
  template <class Use>
  void for_each_segment(const TapeEntry& entry, const Use& use) const {
    if (entry.event == TapeEvent::kEnded) return;
    const ListedSubmission& submission = submissions_[entry.at];
    const std::uint32_t* next = registers_.data() + submission.registers_at;
    ListedSegments lists;
    for (std::uint32_t k = 0; k < submission.segment_count; ++k) {
      const Segment& segment = segments_[submission.segments_at + k];
      if (segment.contiguous) {
        use(ListedSegment{segment, {}});
        continue;
      }
      if (!lists.has(segment)) {
        lists.add(segment, next);
        next += segment.count;
      }
      use(ListedSegment{segment, {lists.registers, segment.count}});
    }
  }

  /// The values of a sample, zeros among them: as many as the update of its submission has.
  const double* sample(const TapeEntry& entry) const { return operands_.data() + entry.at; }

 private:
  /// The list written last: iterations read a list of registers, then update the same.
  struct ListedSegments {
    const Segment* last = nullptr;
    const std::uint32_t* registers = nullptr;

    bool has(const Segment& segment) const {
      return last != nullptr && last->registers == segment.registers &&
             last->first == segment.first && last->count == segment.count;
    }
    void add(const Segment& segment, const std::uint32_t* at) {
      last = &segment;
      registers = at;
    }
  };

  void clear();
  std::uint32_t add_submission(const Script& script);
  void list_segments(const Script& script, ListedSubmission& submission);

  std::uint64_t first_step_ = 0;
  std::vector<std::uint32_t> schedule_;
  std::vector<TapeEntry> entries_;
  std::vector<ListedSubmission> submissions_;
  std::vector<Segment> segments_;
  std::vector<std::uint32_t> registers_;  // of segments that are not contiguous
  std::vector<double> operands_;          // and samples
  std::vector<ScalarOperation> scalars_;
};

}  // namespace hogtie
