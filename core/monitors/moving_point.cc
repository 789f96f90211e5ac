#include "core/monitors/moving_point.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace hogtie {
namespace {

/// Twice the unit roundoff, so that what follows bounds errors with room to spare.
constexpr double kUnit = std::numeric_limits<double>::epsilon();

/// Relative error of a sum of d squares of differences: each term goes through at most d + 2
/// roundings.
double sum_error(std::size_t dimension) {
  return static_cast<double>(dimension + 2) * kUnit;
}

}  // namespace

MovingPoint::MovingPoint(std::vector<double> position, std::vector<double> target)
    : position_(std::move(position)), target_(std::move(target)), moves_(position_.size()) {
  if (has_target() && position_.size() != target_.size()) {
    throw std::invalid_argument("a point and a target of different dimensions");
  }
  lost_ =
      std::any_of(position_.begin(), position_.end(), [](double x) { return !std::isfinite(x); });
}

void MovingPoint::move(std::uint32_t coordinate, double change) {
  const double before = position_[coordinate];
  position_[coordinate] += change;
  moved(coordinate, before);
}

void MovingPoint::place(std::uint32_t coordinate, double value) {
  moved(coordinate, std::exchange(position_[coordinate], value));
}

/// Takes the distance along, from where the coordinate was.
void MovingPoint::moved(std::uint32_t coordinate, double from) {
  const double x = position_[coordinate];
  if (!std::isfinite(x)) lost_ = true;
  // Without a target it has been so from the beginning.
  if (++moves_ > position_.size() / 2) return;
  const double before = from - target_[coordinate];
  const double after = x - target_[coordinate];
  const double gained = after * after;
  const double given = before * before;
  distance_ += gained - given;
  // Each square has 3 roundings, their difference and the sum one each.
  error_ += kUnit * (4 * (gained + given) + std::abs(distance_));
}

bool MovingPoint::within(double bound) {
  if (lost_) return false;
  const double relative = sum_error(position_.size());
  if (is_followed()) {
    // The smallest normal number stands for what underflow takes away.
    const double open =
        error_ + relative * (std::abs(distance_) + error_) + std::numeric_limits<double>::min();
    if (std::abs(distance_ - bound) > open) return distance_ < bound;
  }
  sum_afresh();
  return distance_ <= bound;
}

double MovingPoint::squared_distance_within(double precision) {
  const double reached = sum_error(position_.size());
  if (!is_followed() || !(error_ <= (precision + 2 * reached) * distance_)) sum_afresh();
  return distance_;
}

void MovingPoint::sum_afresh() {
  distance_ = squared_distance();
  error_ = sum_error(position_.size()) * distance_;
  moves_ = 0;
}

double MovingPoint::squared_distance() const {
  if (!has_target()) throw std::logic_error("the distance from a target that there is not");
  double sum = 0;
  for (std::size_t j = 0; j < position_.size(); ++j) {
    const double difference = position_[j] - target_[j];
    sum += difference * difference;
  }
  return sum;
}

}  // namespace hogtie
