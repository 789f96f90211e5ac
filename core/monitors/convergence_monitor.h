#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/execution/step_reader.h"
#include "core/monitors/objective_probe.h"
#include "core/monitors/virtual_iterates.h"

namespace hogtie {

/// Where an algorithm has succeeded.
struct SuccessRegion {
  double epsilon = 0;                                  ///< ||x - x*||^2 <= epsilon;
  std::optional<double> loss;                          ///< where given, f(x) <= loss instead;
  std::optional<double> gradient_norm = std::nullopt;  ///< where given, ||grad f(x)|| <= this.
};

/// The first virtual iterate in the success region.
struct Hit {
  std::uint64_t time;  ///< t of x_t: how many iterations' updates are in it.
  std::uint64_t step;  ///< The step that made it; 0 for x_0.

  friend bool operator==(const Hit&, const Hit&) = default;
};

/// The hitting time of a run: the first t with the virtual iterate x_t in the success region.
///
/// On the way ||x_t - x*||^2 is noted at given times, and whether it leaves a ball. After the hit
/// and the last of these times nothing is followed any more. Where there is no x*, no distance is
/// noted, and none leaves a ball.
class ConvergenceMonitor final : public CopiedReader<ConvergenceMonitor, StretchReader> {
 public:
  /// Looks at x_0, and at x_t for every multiple t of `every` >= 1. `optimum` is x*, empty where
  /// there is none; the region then must not be one of distance. What the region and the losses do
  /// not need of `f` is not called. Distances are noted at `curve_times`, which ascend, and are not
  /// copied. The ball is ||x - x*||^2 <= ball. Throws std::invalid_argument where dimensions differ
  /// or every is 0.
  ConvergenceMonitor(std::uint32_t workers, std::span<const double> initial,
                     std::span<const double> optimum, SuccessRegion region, std::uint64_t every,
                     ObjectiveProbe f, std::span<const std::uint64_t> curve_times = {},
                     double ball = std::numeric_limits<double>::infinity());

  /// Notes f(x_t), too, at the times of the curve. To be called before the run.
  void note_losses();

  /// Makes what is followed at time t of what it was at t - 1.
  using Derive = std::function<void(const Execution&, const VirtualIterates&, MovingPoint&)>;

  /// Follows something else in place of x_t, such as an average, which begins as x_0. To be called
  /// before the run.
  void follow(Derive derive);

  void step(const Execution& execution, const Step& step) override;
  void stretch(const Execution& execution, const Stretch& stretch) override;
  void iteration_begun(const Execution& execution, std::uint32_t worker, std::uint64_t iteration,
                       std::uint64_t number) override;
  void iteration_ended(const Execution& execution, std::uint32_t worker, std::uint64_t iteration,
                       std::uint64_t number) override;

  /// Empty while the region has not been hit.
  const std::optional<Hit>& hit() const { return hit_; }

  /// ||x_t - x*||^2 at the times of the curve that the run has come to; empty without x*.
  const std::vector<double>& curve() const { return curve_; }

  /// f(x_t) at the same times, where they are noted.
  const std::vector<double>& losses() const { return losses_; }

  /// Whether an iterate that was followed lies outside the ball, or is not finite.
  bool left_ball() const { return left_ball_; }

  /// t, and x_t, now or where they ceased to be followed.
  std::uint64_t time() const { return iterates_.time(); }
  std::span<const double> iterate() const { return iterates_.iterate().position(); }

 private:
  void advanced(const Execution& execution, std::uint64_t step);
  void look(std::uint64_t step);
  bool in_region(MovingPoint& x) const;
  void note();
  void note_loss();
  bool done() const { return hit_.has_value() && noted_ == curve_times_.size(); }

  MovingPoint& followed() { return derived_ ? *derived_ : iterates_.iterate(); }

  VirtualIterates iterates_;
  Derive derive_;
  std::optional<MovingPoint> derived_;
  SuccessRegion region_;
  std::uint64_t every_;
  ObjectiveProbe f_;
  std::span<const std::uint64_t> curve_times_;
  double ball_;
  std::uint64_t next_look_;
  std::optional<Hit> hit_;
  std::size_t noted_ = 0;  // times of the curve
  std::vector<double> curve_;
  bool notes_losses_ = false;
  std::vector<double> losses_;
  bool left_ball_ = false;
};

}  // namespace hogtie
