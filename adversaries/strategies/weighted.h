#pragma once

#include <cstdint>
#include <vector>

#include <boost/random/discrete_distribution.hpp>

#include "adversaries/interface/adversary.h"
#include "core/random/bit_stream.h"

namespace hogtie {

/// Every step goes to a runnable worker at random, with probability proportional to its speed.
class Weighted final : public Oblivious<Weighted> {
 public:
  /// One positive speed for each worker; fewer are repeated.
  Weighted(std::vector<double> speeds, std::uint32_t workers, std::uint64_t seed);

  Choice next(ObliviousView view);

 private:
  void rebuild(const RunnableSet& runnable);

  BitStream bits_;
  std::vector<double> speeds_;      // by worker
  std::vector<std::uint32_t> ids_;  // those the distribution picks among
  boost::random::discrete_distribution<std::uint32_t, double> pick_;
};

}  // namespace hogtie
