#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "tests/bench/timed.h"

namespace hogtie::bench {

/// One side of a ratio.
struct Side {
  std::function<Timed()> execute;
  std::uint64_t steps = 0;  ///< Simulated steps of an execution; 0 if the command does not tell.

  /// Steps a second; executions a second if the steps are not known.
  double speed(double seconds) const {
    return steps == 0 ? 1 / seconds : static_cast<double>(steps) / seconds;
  }
};

/// A figure: a ratio of two speeds, which should be large, or of two times, which should be small.
struct Row {
  std::string name;
  Side measured;
  Side reference;
  std::optional<double> wanted = {};
  bool is_time = false;     ///< The ratio is of times a step; the wanted figure is the largest one.
  bool same_model = false;  ///< Both sides must end with the same model.

  double ratio(double measured_speed, double reference_speed) const {
    return is_time ? reference_speed / measured_speed : measured_speed / reference_speed;
  }

  bool is_reached(double ratio) const { return is_time ? ratio <= *wanted : ratio >= *wanted; }
};

}  // namespace hogtie::bench
