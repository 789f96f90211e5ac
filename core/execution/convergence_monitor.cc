#include "core/execution/convergence_monitor.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/memory/update_kind.h"

namespace hogtie {

ConvergenceMonitor::ConvergenceMonitor(std::uint32_t workers, std::span<const double> initial,
                                       std::span<const double> optimum, SuccessRegion region,
                                       std::uint64_t every, Value value,
                                       std::span<const std::uint64_t> curve_times, double ball)
    : point_({initial.begin(), initial.end()}, {optimum.begin(), optimum.end()}),
      region_(region),
      every_(every),
      value_(std::move(value)),
      curve_times_(curve_times),
      ball_(ball),
      workers_(workers),
      next_look_(every) {
  if (every == 0) throw std::invalid_argument("to look after every 0 iterations");
  look(0);
  curve_.reserve(curve_times_.size());
  note_distance();
}

void ConvergenceMonitor::step(const Execution& execution, const Step& step) {
  const Operation& operation = step.operation;
  if (done() || !is_update(operation.kind) || operation.target >= point_.position().size()) return;
  Progress& progress = workers_[step.worker];
  if (!progress.open) return;
  if (progress.updates_in > 0) {
    --progress.updates_in;
    if (!step.result.applied) point_.move(operation.target, -to_double(operation.operand));
    return;
  }
  if (!step.result.applied) return;
  point_.move(operation.target, to_double(operation.operand));
  progress.updates_in = add_pending(execution, step.worker);
  if (!progress.counted) {
    progress.counted = true;
    advance(step.number);
  }
}

void ConvergenceMonitor::iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t,
                                         std::uint64_t) {
  workers_[worker] = {true, false, 0};
}

void ConvergenceMonitor::iteration_ended(const Execution&, std::uint32_t worker, std::uint64_t,
                                         std::uint64_t number) {
  Progress& progress = workers_[worker];
  if (!done() && !progress.counted) advance(number);
  progress.open = false;
}

/// Adds what the worker's script still adds to the model in this iteration. Returns how many
/// operations that is.
std::uint32_t ConvergenceMonitor::add_pending(const Execution& execution, std::uint32_t worker) {
  const Cursor& cursor = execution.cursors[worker];
  const Script& script = *cursor.script;
  const std::uint32_t end = std::min({script.ends_at, script.size, script.compute_at});
  std::uint32_t special = script.special_next;
  std::uint32_t begin = 0;
  std::uint32_t count = 0;
  for (const Segment& segment : std::span(script.segments, script.segment_count)) {
    const std::uint32_t from = std::max(begin, cursor.position);
    begin += segment.count;
    const std::uint32_t to = std::min(begin, end);
    for (std::uint32_t at = from; at < to; ++at) {
      const std::uint32_t target = script.registers[at];
      double change = script.values[at];
      if (special < script.special_count && script.specials[special].position == at) {
        change = to_double(script.specials[special++].operation.operand);
      }
      if (!is_update(segment.kind) || target >= point_.position().size()) continue;
      point_.move(target, change);
      ++count;
    }
  }
  return count;
}

void ConvergenceMonitor::advance(std::uint64_t step) {
  ++time_;
  note_distance();
  if (hit_.has_value() || time_ < next_look_) return;
  next_look_ += every_;
  look(step);
}

void ConvergenceMonitor::note_distance() {
  if (!left_ball_ && !point_.within(ball_)) left_ball_ = true;
  if (curve_.size() < curve_times_.size() && curve_times_[curve_.size()] == time_) {
    curve_.push_back(point_.squared_distance());
  }
}

void ConvergenceMonitor::look(std::uint64_t step) {
  const bool in_region =
      region_.loss ? value_(point_.position()) <= *region_.loss : point_.within(region_.epsilon);
  if (in_region) hit_ = {time_, step};
}

}  // namespace hogtie
