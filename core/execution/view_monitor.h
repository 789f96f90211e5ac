#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/execution/observer.h"

namespace hogtie {

/// Whether the views of a run stay in a ball around x*. Coordinates that an iteration does not read
/// count as those of x*, since its gradient does not depend on them. Of a coordinate read twice in
/// an iteration both values count.
///
/// The model is the registers 0, ..., d - 1.
class ViewMonitor final : public Observer {
 public:
  /// The ball is ||v - x*||^2 <= ball. `optimum` is not copied.
  ViewMonitor(std::uint32_t workers, std::span<const double> optimum, double ball);

  void step(const Execution& execution, const Step& step) override;
  void iteration_begun(const Execution& execution, std::uint32_t worker, std::uint64_t iteration,
                       std::uint64_t number) override;

  /// Whether a view lay outside, or was not finite.
  bool left_ball() const { return left_ball_; }

 private:
  std::span<const double> optimum_;
  double ball_;
  std::vector<double> distance_;  // squared, of what each worker has read in its iteration
  bool left_ball_ = false;
};

}  // namespace hogtie
