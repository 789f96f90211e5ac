#include "core/monitors/convergence_monitor.h"

#include <stdexcept>
#include <utility>

namespace hogtie {

ConvergenceMonitor::ConvergenceMonitor(std::uint32_t workers, std::span<const double> initial,
                                       std::span<const double> optimum, SuccessRegion region,
                                       std::uint64_t every, ObjectiveProbe f,
                                       std::span<const std::uint64_t> curve_times, double ball)
    : iterates_(workers, initial, optimum),
      region_(region),
      every_(every),
      f_(std::move(f)),
      curve_times_(curve_times),
      ball_(ball),
      next_look_(every) {
  if (every == 0) throw std::invalid_argument("to look after every 0 iterations");
  look(0);
  if (iterates_.iterate().has_target()) curve_.reserve(curve_times_.size());
  note();
}

void ConvergenceMonitor::note_losses() {
  notes_losses_ = true;
  losses_.reserve(curve_times_.size());
  if (noted_ > 0) note_loss();
}

void ConvergenceMonitor::step(const Execution& execution, const Step& step) {
  if (!done() && iterates_.step(execution, step)) advanced(execution, step.number);
}

void ConvergenceMonitor::stretch(const Execution&, const Stretch& stretch) {
  if (!done()) iterates_.stretch(stretch);
}

void ConvergenceMonitor::iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t,
                                         std::uint64_t) {
  iterates_.iteration_begun(worker);
}

void ConvergenceMonitor::iteration_ended(const Execution& execution, std::uint32_t worker,
                                         std::uint64_t, std::uint64_t number) {
  if (!done() && iterates_.iteration_ended(worker)) advanced(execution, number);
}

void ConvergenceMonitor::follow(Derive derive) {
  derive_ = std::move(derive);
  derived_ = iterates_.iterate();
}

void ConvergenceMonitor::advanced(const Execution& execution, std::uint64_t step) {
  if (derived_) derive_(execution, iterates_, *derived_);
  note();
  if (hit_.has_value() || iterates_.time() < next_look_) return;
  next_look_ += every_;
  look(step);
}

void ConvergenceMonitor::note() {
  MovingPoint& x = followed();
  if (!left_ball_ && x.has_target() && !x.within(ball_)) left_ball_ = true;
  if (noted_ == curve_times_.size() || curve_times_[noted_] != iterates_.time()) return;
  ++noted_;
  if (x.has_target()) curve_.push_back(x.squared_distance());
  if (notes_losses_) note_loss();
}

void ConvergenceMonitor::note_loss() {
  losses_.push_back(f_.value(followed().position()));
}

void ConvergenceMonitor::look(std::uint64_t step) {
  if (in_region(followed())) hit_ = {iterates_.time(), step};
}

bool ConvergenceMonitor::in_region(MovingPoint& x) const {
  if (region_.loss) return f_.value(x.position()) <= *region_.loss;
  if (region_.gradient_norm) return f_.gradient_norm(x.position()) <= *region_.gradient_norm;
  return x.within(region_.epsilon);
}

}  // namespace hogtie
