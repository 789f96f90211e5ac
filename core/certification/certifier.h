#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <queue>
#include <span>
#include <utility>
#include <vector>

#include "core/certification/bad_windows.h"
#include "core/certification/evidence.h"
#include "core/certification/iterate_record.h"
#include "core/execution/step_reader.h"
#include "core/monitors/delay_monitor.h"
#include "core/monitors/virtual_iterates.h"

namespace hogtie {

/// Gathers from an execution, and nothing else, what the statements of the theory speak of.
///
/// That ||x_t - v_t|| is at most Σ_{1<=k<=τ_t} ||x_{t-k+1} - x_{t-k}|| holds for every execution in
/// the order of first update: v_t has no update of t or a later one, since each of these begins
/// after t has read; and what it misses of x_t are coordinates of updates from t - τ_t on. The two
/// sides are compared with a bound on what rounding does to them.
///
/// Memory grows with the number of workers and the contention, not with the run; time is that of
/// DelayMonitor, and O(1) an operation besides.
class Certifier final : public StretchReader {
 public:
  /// Receives the iterations that ended in the order of first update, up to the first that did not
  /// end or that views are not followed to (Evidence::torn_at, overflowed_at).
  using Sink = std::function<void(const IterateRecord&)>;

  Certifier(std::uint32_t workers, std::span<const double> initial, std::span<const double> optimum,
            Sink sink = nullptr);
  Certifier(const Certifier&) = delete;
  Certifier& operator=(const Certifier&) = delete;

  void step(const Execution& execution, const Step& step) override;
  void stretch(const Execution& execution, const Stretch& stretch) override;
  void iteration_begun(const Execution& execution, std::uint32_t worker, std::uint64_t iteration,
                       std::uint64_t number) override;
  void iteration_ended(const Execution& execution, std::uint32_t worker, std::uint64_t iteration,
                       std::uint64_t number) override;

  /// The worker is not scheduled again.
  void worker_crashed(std::uint32_t worker);

  /// The run is over; what follows is complete from here on.
  void finish();

  const Evidence& evidence() const { return evidence_; }
  const DelayMonitor& delays() const { return delays_; }

  /// x_t now.
  const VirtualIterates& iterates() const { return iterates_; }

  /// Iterations kept at present.
  std::size_t kept() const { return delays_.kept() + iterations_.size() + ends_.size(); }

 private:
  /// An iteration in the order of first update.
  struct Iteration {
    double squared_distance;
    double view_distance;
    double way;       // how far x moved before it, all in all
    double movement;  // and by it
    double slack;     // what rounding of registers and of way may have done to the comparison
    std::uint64_t delay;
    bool is_final;  // the delay is known
  };

  struct Read {
    std::uint32_t coordinate;
    double value;
  };

  struct View {
    std::vector<Read> reads;
    bool open = false;             // in an iteration
    std::uint64_t time = kNoStep;  // of its first update
  };

  /// In the order by end: position, and how many ended during it.
  using End = std::pair<std::uint64_t, std::uint64_t>;

  static void keep_view(std::vector<Read>& reads);
  void add_iteration(View& view);
  void finish_iteration(double movement);
  double slack() const;
  double bound_of(double missed, const Iteration& iteration) const;
  void note_torn(const View& view);
  void take(const IterationRecord& record);
  void take_iterate(const IterationRecord& record);
  std::uint64_t followed_to() const;

  Sink sink_;
  double initial_norm_;
  double dimension_;
  Evidence evidence_;
  VirtualIterates iterates_;
  std::vector<View> views_;  // by worker

  std::deque<Iteration> iterations_;  // in the order of first update; the first is at first_
  std::uint64_t first_ = 0;
  std::uint64_t next_ = 0;  // the first that the sink has not received
  double way_ = 0;

  BadWindows bad_by_start_;
  BadWindows bad_by_end_;
  std::priority_queue<End, std::vector<End>, std::greater<>> ends_;  // not yet in bad_by_end_
  std::uint64_t ends_passed_ = 0;

  DelayMonitor delays_;
};

}  // namespace hogtie
