#include "core/execution/convergence_monitor.h"

#include <stdexcept>
#include <utility>

namespace hogtie {

ConvergenceMonitor::ConvergenceMonitor(std::uint32_t workers, std::span<const double> initial,
                                       std::span<const double> optimum, SuccessRegion region,
                                       std::uint64_t every, Value value,
                                       std::span<const std::uint64_t> curve_times, double ball)
    : iterates_(workers, initial, optimum),
      region_(region),
      every_(every),
      value_(std::move(value)),
      curve_times_(curve_times),
      ball_(ball),
      next_look_(every) {
  if (every == 0) throw std::invalid_argument("to look after every 0 iterations");
  look(0);
  curve_.reserve(curve_times_.size());
  note_distance();
}

void ConvergenceMonitor::note_losses() {
  notes_losses_ = true;
  losses_.reserve(curve_times_.size());
  if (!curve_.empty()) losses_.push_back(value_(iterates_.iterate().position()));
}

void ConvergenceMonitor::step(const Execution& execution, const Step& step) {
  if (!done() && iterates_.step(execution, step)) advanced(step.number);
}

void ConvergenceMonitor::iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t,
                                         std::uint64_t) {
  iterates_.iteration_begun(worker);
}

void ConvergenceMonitor::iteration_ended(const Execution&, std::uint32_t worker, std::uint64_t,
                                         std::uint64_t number) {
  if (!done() && iterates_.iteration_ended(worker)) advanced(number);
}

void ConvergenceMonitor::advanced(std::uint64_t step) {
  note_distance();
  if (hit_.has_value() || iterates_.time() < next_look_) return;
  next_look_ += every_;
  look(step);
}

void ConvergenceMonitor::note_distance() {
  if (!left_ball_ && !iterates_.iterate().within(ball_)) left_ball_ = true;
  if (curve_.size() < curve_times_.size() && curve_times_[curve_.size()] == iterates_.time()) {
    curve_.push_back(iterates_.iterate().squared_distance());
    if (notes_losses_) losses_.push_back(value_(iterates_.iterate().position()));
  }
}

void ConvergenceMonitor::look(std::uint64_t step) {
  const bool in_region = region_.loss ? value_(iterates_.iterate().position()) <= *region_.loss
                                      : iterates_.iterate().within(region_.epsilon);
  if (in_region) hit_ = {iterates_.time(), step};
}

}  // namespace hogtie
