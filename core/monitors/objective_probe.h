#pragma once

#include <functional>
#include <span>

namespace hogtie {

/// An objective f as a run is measured by it: functions of a point of R^d.
struct ObjectiveProbe {
  using Function = std::function<double(std::span<const double>)>;

  Function value;          ///< f.
  Function gradient_norm;  ///< ||grad f||.
};

}  // namespace hogtie
