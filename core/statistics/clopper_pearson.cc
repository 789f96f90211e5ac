#include "core/statistics/clopper_pearson.h"

#include <boost/math/distributions/beta.hpp>
#include <stdexcept>

namespace hogtie {

Interval clopper_pearson(std::uint64_t successes, std::uint64_t trials, double confidence) {
  if (successes > trials) throw std::invalid_argument("more successes than trials");
  if (!(confidence > 0 && confidence < 1)) {
    throw std::invalid_argument("a confidence that is not between 0 and 1");
  }
  const double tail = (1 - confidence) / 2;
  const auto k = static_cast<double>(successes);
  const auto rest = static_cast<double>(trials - successes);
  Interval interval{0, 1};
  if (successes > 0) {
    interval.low = quantile(boost::math::beta_distribution<double>(k, rest + 1), tail);
  }
  if (successes < trials) {
    interval.high = quantile(complement(boost::math::beta_distribution<double>(k + 1, rest), tail));
  }
  return interval;
}

}  // namespace hogtie
