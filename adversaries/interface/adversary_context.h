#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "adversaries/interface/schedule_source.h"
#include "core/objectives/objective.h"

namespace hogtie {

/// The run that an adversary is made for.
struct AdversaryContext {
  std::uint32_t workers;
  std::uint64_t seed;
  /// Opens the trace at a path as a schedule.
  std::function<std::unique_ptr<ScheduleSource>(const std::string& path)> open_schedule;
  const Objective* objective;  ///< What is minimised; must outlive the adversary.
  double step_size;            ///< alpha.
  std::uint64_t steps_max;     ///< Steps that the run may take.
};

}  // namespace hogtie
