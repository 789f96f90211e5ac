#pragma once

namespace hogtie {

/// A confidence interval, both ends included.
struct Interval {
  double low;
  double high;

  double width() const { return high - low; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

}  // namespace hogtie
