#include "core/monitors/virtual_iterates.h"

#include <algorithm>

namespace hogtie {

namespace {

/// Whether operations of this kind add to what is there.
bool is_sum(OperationKind kind) {
  return kind == OperationKind::kFetchAdd || kind == OperationKind::kGuardedFetchAdd;
}

}  // namespace

VirtualIterates::VirtualIterates(std::uint32_t workers, std::span<const double> initial,
                                 std::span<const double> optimum)
    : point_({initial.begin(), initial.end()}, {optimum.begin(), optimum.end()}),
      workers_(workers) {}

bool VirtualIterates::add(const Execution& execution, const Step& step) {
  const Operation& operation = step.operation;
  Progress& progress = workers_[step.worker];
  if (!is_sum(operation.kind)) {
    if (!step.result.applied) return false;
    const bool advances = !progress.counted;
    if (advances) movement_ = 0;
    const double written = to_double(operation.operand);
    const double change = written - point_.position()[operation.target];
    point_.place(operation.target, written);
    movement_ += change * change;
    progress.counted = true;
    if (advances) ++time_;
    return advances;
  }
  if (progress.updates_in > 0) {
    --progress.updates_in;
    if (!step.result.applied) move(operation.target, -to_double(operation.operand));
    return false;
  }
  if (!step.result.applied) return false;
  const bool advances = !progress.counted;
  if (advances) movement_ = 0;
  move(operation.target, to_double(operation.operand));
  progress.updates_in = add_pending(execution, step.worker);
  progress.counted = true;
  if (advances) ++time_;
  return advances;
}

void VirtualIterates::stretch(const Stretch& stretch) {
  Progress& progress = workers_[stretch.worker];
  if (stretch.kind == OperationKind::kRead || !progress.open) return;
  for (std::size_t k = 0; k < stretch.size; ++k) {
    if (stretch.registers[k] < point_.position().size()) --progress.updates_in;
  }
}

bool VirtualIterates::iteration_ended(std::uint32_t worker) {
  Progress& progress = workers_[worker];
  progress.open = false;
  if (progress.counted) return false;
  movement_ = 0;
  ++time_;
  return true;
}

/// Adds what the worker's script still adds to the model in this iteration. Returns how many
/// operations that is.
std::uint32_t VirtualIterates::add_pending(const Execution& execution, std::uint32_t worker) {
  const Cursor& cursor = execution.cursors[worker];
  const Script& script = *cursor.script;
  const std::uint32_t end = std::min({script.ends_at, script.size, script.compute_at});
  std::uint32_t begin = 0;
  std::uint32_t count = 0;
  for (const Segment& segment : std::span(script.segments, script.segment_count)) {
    const std::uint32_t from = std::max(begin, cursor.position);
    begin += segment.count;
    const std::uint32_t to = std::min(begin, end);
    for (std::uint32_t at = from; at < to; ++at) {
      const std::uint32_t target = script.registers[at];
      if (!is_sum(segment.kind) || target >= point_.position().size()) continue;
      move(target, script.values[at]);
      ++count;
    }
  }
  return count;
}

void VirtualIterates::move(std::uint32_t coordinate, double change) {
  point_.move(coordinate, change);
  movement_ += change * change;
}

}  // namespace hogtie
