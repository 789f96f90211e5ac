#include "core/statistics/moments.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace hogtie {

void Moments::add(double value) {
  least_ = count_ == 0 ? value : std::min(least_, value);
  most_ = count_ == 0 ? value : std::max(most_, value);
  ++count_;
  const double before = value - mean_;
  mean_ += before / static_cast<double>(count_);
  squares_ += before * (value - mean_);
}

Interval Moments::mean_interval(double confidence) const {
  if (!(confidence > 0 && confidence < 1)) {
    throw std::invalid_argument("a confidence that is not between 0 and 1");
  }
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (count_ < 2 || !std::isfinite(mean_) || !std::isfinite(squares_)) {
    return {-kInfinity, kInfinity};
  }
  const auto count = static_cast<double>(count_);
  const double error = std::sqrt(squares_ / (count - 1) / count);
  const boost::math::students_t_distribution<double> student(count - 1);
  const double reach = quantile(complement(student, (1 - confidence) / 2)) * error;
  return {mean_ - reach, mean_ + reach};
}

}  // namespace hogtie
