#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hogtie {

/// A point of R^d that moves by a few coordinates at a time, and whether it is near a target, where
/// there is one.
/// Answers are those of summing the squared distance afresh, in order of the coordinates; it is
/// kept up incrementally with a bound on its rounding error, and summed afresh only where that
/// leaves the answer open, or more than half of the coordinates have moved since. Amortised O(1) a
/// move.
class MovingPoint {
 public:
  /// `target` is empty where there is none. Throws std::invalid_argument where the dimensions
  /// differ.
  MovingPoint(std::vector<double> position, std::vector<double> target);

  std::span<const double> position() const { return position_; }

  bool has_target() const { return !target_.empty(); }

  /// Requires coordinate < d.
  void move(std::uint32_t coordinate, double change);
  void place(std::uint32_t coordinate, double value);

  // What follows requires a target.

  /// Whether ||position - target||^2 <= bound. A point that is not finite is nowhere near.
  bool within(double bound);

  /// ||position - target||^2, summed afresh.
  double squared_distance() const;

  /// The same to this relative precision, or that of summing it where that is less; amortised O(1)
  /// a move.
  double squared_distance_within(double precision);

 private:
  void moved(std::uint32_t coordinate, double from);
  bool is_followed() const { return moves_ <= position_.size() / 2; }
  void sum_afresh();

  std::vector<double> position_;
  std::vector<double> target_;
  bool lost_ = false;      // some coordinate is not finite, and so will stay
  std::size_t moves_ = 0;  // since the distance was summed
  double distance_ = 0;    // squared, while moves_ <= d / 2
  double error_ = 0;       // of it, at most
};

}  // namespace hogtie
