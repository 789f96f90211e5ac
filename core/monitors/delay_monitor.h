#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/execution/step_reader.h"
#include "core/monitors/delay_distribution.h"
#include "core/monitors/delay_sum.h"
#include "core/monitors/iteration_record.h"
#include "core/monitors/overlaps.h"
#include "core/monitors/update_history.h"

namespace hogtie {

/// Contention and delays of every iteration of a run, as it goes on (Alistarh, De Sa and
/// Konstantinov 2018).
///
/// Reads and updates are those of coordinates of the model; updates are fetch&adds, writes and
/// compare&swaps, where they took effect. In each order, an iteration's delay is its position less
/// the first position of an iteration before it whose update its view misses, 0 where it misses
/// none. An iteration without an update has its end as its first update and is missed by nobody.
///
/// Iterations that have not ended when the run has: what they applied can be missed by others, what
/// they did not cannot; they overlap others until the end of the run, or worker_crashed. Maxima,
/// means and distributions are over iterations that ended.
///
/// An iteration is final once all that began before its end have ended. Until then its record is
/// kept, so memory grows with the number of workers and the contention of the iterations in
/// progress (at most about twice τ_max iterations): see kept_bytes. A worker that crashes without a
/// word leaves an iteration in progress for good: see worker_crashed.
///
/// Time: with few workers, an iteration is compared with those that overlap it, of which there are
/// 2(n-1) on average at most (statement 4). With more than kMostCompared, where that would be the
/// slower way, it is looked up in a history of the updates of each register: O(log n) an operation.
class DelayMonitor final : public CopiedReader<DelayMonitor, StretchReader> {
 public:
  /// Receives the record of every iteration begun, in the order of their starts, when it is final.
  /// The reference is valid during the call.
  using Sink = std::function<void(const IterationRecord&)>;

  static constexpr std::uint32_t kMostCompared = 64;

  explicit DelayMonitor(std::uint32_t workers, Sink sink = nullptr);

  /// Follows delay sums, too. To be called before the run.
  void follow_delay_sums() { follows_delay_sums_ = true; }

  void step(const Execution& execution, const Step& step) override;
  void stretch(const Execution& execution, const Stretch& stretch) override;

  /// Throws std::logic_error where the worker is in an iteration already.
  void iteration_begun(const Execution& execution, std::uint32_t worker, std::uint64_t iteration,
                       std::uint64_t number) override;
  void iteration_ended(const Execution& execution, std::uint32_t worker, std::uint64_t iteration,
                       std::uint64_t number) override;

  /// The worker is not scheduled again: its iteration does not end, and others need not wait for it
  /// to be final. Should it move all the same, it is not followed before its next iteration.
  void worker_crashed(std::uint32_t worker);

  /// The run is over; results are complete from here on.
  void finish();

  std::uint64_t begun() const { return overlaps_.begun(); }  ///< Iterations, ended or not.
  std::uint64_t ended() const { return ended_; }

  std::uint64_t contention_max() const { return contention_.maximum(); }  ///< τ_max.
  double contention_mean() const { return contention_.mean(); }           ///< τ_avg.
  const DelayDistribution& contention() const { return contention_; }
  const DelayDistribution& delays(IterationOrder order) const { return delays_[order]; }

  // Requires follow_delay_sums():

  /// The largest delay sum in this order (statement 6).
  std::uint64_t delay_sum_max(IterationOrder order) const { return delay_sums_[order].maximum(); }

  /// The position t of that sum: the first of the largest.
  std::uint64_t delay_sum_at(IterationOrder order) const { return delay_sums_[order].maximum_at(); }

  /// No delay in this order of an iteration still to be final reaches back before this position.
  std::uint64_t first_open(IterationOrder order) const { return delay_sums_[order].first_open(); }

  /// Iterations kept at present.
  std::size_t kept() const { return records_.window.size() + records_.candidates.size(); }

  /// What they take, counted in records and operations: what is put by for more does not count.
  std::uint64_t kept_bytes() const { return kept() * bytes_of(0) + accesses_ * sizeof(Access); }

  /// What an iteration with so many operations on the model takes.
  static std::uint64_t bytes_of(std::uint64_t operations);

  /// The iteration in progress that began first.
  struct InProgress {
    std::uint32_t worker;
    std::uint64_t iteration;
    std::uint64_t step;         ///< The step that began it.
    std::uint64_t begun_since;  ///< Iterations.
  };
  std::optional<InProgress> longest_in_progress() const;

 private:
  struct Kept : IterationRecord {
    std::uint64_t first_read;    ///< The step of it; kNoStep before the first.
    std::uint64_t last_update;   ///< The step of it; 0 before the first.
    bool over;                   ///< Takes no further step.
    std::uint64_t horizon;       ///< Once over: how many iterations had begun by then.
    std::uint64_t ended_before;  ///< How many iterations had ended when it began.
    std::size_t place;           ///< In the list of all records.
  };

  /// The records of iterations, each of them in one of the lists at least. Copies have records of
  /// their own.
  struct Records {
    explicit Records(std::uint32_t workers) : in_progress(workers) {}
    Records(const Records& other);
    Records(Records&&) = default;
    Records& operator=(Records other);

    Kept& add();

    std::vector<std::unique_ptr<Kept>> all;
    std::vector<Kept*> unused;
    std::vector<Kept*> in_progress;  // by worker; null outside iterations and after a crash
    std::deque<Kept*> window;        // not final, by start; the first has position first_
    // Final, but others may still miss them. By start if pairs are compared, else a heap with the
    // least last_update in front.
    std::vector<Kept*> candidates;
  };

  void note_update(Kept& record, std::uint64_t first, std::uint64_t last);
  void close(Kept& record);
  void finalise(Kept& record);
  void measure_delays(Kept& record);
  ByOrder<std::uint64_t> first_missed_of_all(const Kept& record) const;
  ByOrder<std::uint64_t> first_missed_in_history(const Kept& record);
  void add_to_history(const Kept& record);
  void drop_candidates(std::uint64_t step);
  void drop(Kept& record);

  Sink sink_;
  bool compares_pairs_;
  bool follows_delay_sums_ = false;
  Records records_;
  std::vector<bool> abandoned_;  // by worker: whether it crashed in its last iteration
  UpdateHistory history_;        // from the begin of the first of the window on, where it is used
  std::uint64_t first_ = 0;
  std::uint64_t first_running_ = 0;  // the first by start that is not over

  std::uint64_t accesses_ = 0;  // in all records kept
  Overlaps overlaps_;
  std::uint64_t ended_ = 0;
  std::uint64_t updated_ = 0;  // positions given in the order by first update
  DelayDistribution contention_;
  ByOrder<DelayDistribution> delays_;
  ByOrder<DelaySum> delay_sums_;
};

}  // namespace hogtie
