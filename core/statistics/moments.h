#pragma once

#include <cstdint>

#include "core/statistics/interval.h"

namespace hogtie {

/// Mean, deviation and range of a stream of numbers, in constant memory (Welford 1962). The result
/// depends on the order of the numbers in its last bits, and on nothing else.
class Moments {
 public:
  /// What was kept elsewhere as the accessors gave it. Throws std::invalid_argument for what no
  /// stream has: of none, other than zeros; of finite numbers, a mean outside their range, or a
  /// negative sum of squares.
  static Moments restore(std::uint64_t count, double mean, double squares, double least,
                         double most);

  void add(double value);

  std::uint64_t count() const { return count_; }
  double mean() const { return mean_; }        ///< 0 of none.
  double squares() const { return squares_; }  ///< Sum of squared deviations from the mean.
  double least() const { return least_; }      ///< 0 of none.
  double most() const { return most_; }        ///< 0 of none.

  /// The interval for the mean of what the numbers are drawn from, by Student's t distribution: of
  /// this confidence where that is normal, and where there are many numbers about so otherwise. The
  /// whole line for less than two numbers, or where mean or deviation is not finite. Throws
  /// std::invalid_argument unless 0 < confidence < 1.
  Interval mean_interval(double confidence) const;

 private:
  std::uint64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
  double least_ = 0;
  double most_ = 0;
};

}  // namespace hogtie
