#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/execution/execute_at_boundary.h"
#include "core/execution/execution.h"
#include "core/execution/step_reader.h"
#include "core/execution/tape.h"
#include "core/memory/worker_memory.h"

namespace hogtie {

/// Executes a run again from its tape, without the workers' programs, and tells readers of its
/// steps. Where all are StretchReaders, most steps cost what they cost the machine.
class Playback {
 public:
  /// A worker has at most `operations_max` pending operations, with `scalars_max` scalar ones.
  Playback(const RegisterLayout& layout, std::uint32_t workers, std::size_t operations_max,
           std::size_t scalars_max);
  Playback(const Playback&) = delete;
  Playback& operator=(const Playback&) = delete;

  /// Readers are told in the order in which they were added, those of each kind. They must outlive
  /// this.
  void add(StepReader& reader) { step_readers_.push_back(&reader); }
  void add(StretchReader& reader) { stretch_readers_.push_back(&reader); }

  /// Before the first step the registers hold this.
  void begin(std::span<const double> cells);

  /// The tape that follows on the last one.
  void play(const Tape& tape);

  /// A copy of the state, also of the readers', and the way back to it, between two tapes. Throws
  /// std::logic_error if a reader cannot go back.
  std::shared_ptr<const ReaderState> save() const;
  void restore(const ReaderState& state);

  /// Tells StretchReaders of everything up to here.
  void catch_up();
  void catch_up(std::uint32_t worker);

 private:
  struct State;

  /// A worker's place, beside its cursor. "Single" are operations that StretchReaders are told of
  /// by themselves, in order: those of irregular lists, scalar ones on doubles, and first updates.
  struct Track {
    std::uint64_t* steps = nullptr;  // by position of the script
    std::uint32_t event_at = 0;      // position of the next operation that is more than a plain one
    std::uint32_t update_at = kNever;  // of the next first update
    std::uint32_t told = 0;            // StretchReaders know of the operations before this position
    bool is_all_single = false;
    bool awaits_script = true;
    // The state right after the submission:
    BoundaryKind first_boundary_kind = BoundaryKind::kOther;
    std::uint32_t first_boundary = 0;
    std::uint32_t first_event = 0;
    std::uint32_t first_update = kNever;
    std::uint32_t sampled_update = kNever;  // after the computation, if no zeros are dropped
    Submission submission;
  };

  template <bool kEachStep>
  void play_steps();
  void play_event(std::uint32_t worker);
  void play_told(std::uint32_t worker, bool is_single, bool was_open);
  Due execute(Cursor& cursor);
  void follow(std::uint32_t worker, Due due, bool has_sampled, bool was_open);
  void begin_iteration(std::uint32_t worker, std::uint64_t iteration);
  void end_iteration(std::uint32_t worker, std::uint64_t iteration);
  void take_entries();
  void take_entries_of(std::uint32_t worker);
  void take(const TapeEntry& entry);
  void submit(const TapeEntry& entry);
  bool sample(std::uint32_t worker);
  void read_submission(const TapeEntry& entry);
  void find_event(std::uint32_t worker);
  std::uint32_t next_update(const Script& script, std::uint32_t from, std::uint32_t to) const;
  const TapeEntry* next_entry() const;
  std::uint64_t last_step() const { return execution_.step() - 1; }

  Execution execution_;
  WorkerMemory memory_;
  std::vector<std::uint64_t> steps_;
  std::vector<Track> tracks_;
  Script ended_script_;
  std::vector<StepReader*> step_readers_;
  std::vector<StretchReader*> stretch_readers_;
  const Tape* tape_ = nullptr;
  std::size_t entry_ = 0;  // the next one of the tape
};

}  // namespace hogtie
