#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/execution/step_reader.h"

namespace hogtie {

/// Whether the views of a run stay in a ball around x*. Coordinates that an iteration does not read
/// count as those of x*, since its gradient does not depend on them. A view is what an iteration
/// reads of the model first, in ascending order: what it reads behind that, it reads again, to
/// update it.
class ViewMonitor final : public CopiedReader<ViewMonitor, StretchReader> {
 public:
  /// The ball is ||v - x*||^2 <= ball. `optimum` is not copied.
  ViewMonitor(std::uint32_t workers, std::span<const double> optimum, double ball);

  void step(const Execution& execution, const Step& step) override;
  void stretch(const Execution& execution, const Stretch& stretch) override;
  void iteration_begun(const Execution& execution, std::uint32_t worker, std::uint64_t iteration,
                       std::uint64_t number) override;

  /// Whether a view lay outside, or was not finite.
  bool left_ball() const { return left_ball_; }

 private:
  void read(const RegisterLayout& layout, std::uint32_t worker, std::uint32_t target, double found);

  std::span<const double> optimum_;
  double ball_;
  struct View {
    double distance = 0;     // squared, of what is read
    std::uint32_t next = 0;  // the first coordinate that may come
  };
  std::vector<View> views_;  // by worker, of its iteration
  bool left_ball_ = false;
};

}  // namespace hogtie
