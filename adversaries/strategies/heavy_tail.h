#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/timetable.h"
#include "core/random/bit_stream.h"

namespace hogtie {

/// Heavy-tailed delays: the times between the steps of a worker are independent and follow a Pareto
/// distribution, P(delay > s) = s^-shape for s >= 1, and steps are taken in the order of time. For
/// shape <= 2 the variance is infinite, for shape <= 1 the mean too: hardware is gentle nearly
/// always, and brutal now and then.
class HeavyTail final : public Oblivious<HeavyTail> {
 public:
  /// Requires shape >= 0.1.
  HeavyTail(double shape, std::uint32_t workers, std::uint64_t seed);

  Choice next(ObliviousView view);

  /// The step that was overruled is the next one.
  void overruled() final;

 private:
  double delay();

  BitStream bits_;
  double shape_;
  Timetable<double> timetable_;  // of the steps to come, but for the one chosen last
  std::optional<std::pair<double, std::uint32_t>> chosen_;  // its time and worker
};

}  // namespace hogtie
