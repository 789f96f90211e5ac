#include "core/statistics/moments.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace hogtie {

Moments Moments::restore(std::uint64_t count, double mean, double squares, double least,
                         double most) {
  const auto check = [](bool good) {
    if (!good) throw std::invalid_argument("moments of no numbers");
  };
  check(!(squares < 0));
  if (count == 0) check(mean == 0 && squares == 0 && least == 0 && most == 0);
  if (count == 1 && std::isfinite(mean)) check(squares == 0 && least == mean && most == mean);
  if (std::isfinite(mean) && std::isfinite(squares)) {
    // Each number has rounded the mean once.
    constexpr double kRounding = 1e-9;
    const double slack = kRounding * std::max(std::abs(least), std::abs(most));
    check(least <= most && mean >= least - slack && mean <= most + slack);
  }
  Moments moments;
  moments.count_ = count;
  moments.mean_ = mean;
  moments.squares_ = squares;
  moments.least_ = least;
  moments.most_ = most;
  return moments;
}

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
