#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "adversaries/wrappers/schedule_changes.h"
#include "core/monitors/delay_distribution.h"
#include "proto/experiment.pb.h"
#include "sim/simulation/run_report.h"
#include "sim/simulation/watch.h"
#include "sim/studies/run/run.h"

namespace hogtie {

/// A recorded run that is to be run again with a changed schedule.
struct WhatIfRequest {
  std::string trace;
  ScheduleChanges changes;
  /// Who schedules from the first change on; its crashes count from there on, too. None: the
  /// recorded schedule as far as it goes, then turns of one step (see ChangedSchedule).
  std::optional<proto::Adversary> then;
  std::optional<std::string> record;  ///< Where the changed run is recorded.
  bool force = false;                 ///< Also a trace of another machine or data.
  /// The file to read in the place of the recorded data; see settle_record.
  std::optional<std::string> data;
};

/// A run, and how its contention is distributed.
struct ContendedRun {
  RunReport run;
  DelayDistribution contention;
};

struct WhatIfReport {
  ContendedRun recorded;
  ContendedRun changed;
  std::optional<std::string> other_build;  ///< See other_build(): the one that recorded it.
  bool diverged = false;                   ///< The replay of the recorded run.
  bool cut_short = false;    ///< The trace has no end; it was followed as far as it goes.
  bool has_changed = false;  ///< Not after a divergence, nor after an interrupt of the replay.
  /// The step of the changed run from which on it is not the recorded schedule that is followed.
  std::optional<std::uint64_t> continued_at;
};

/// Replays a trace, and runs it again with the changes: the same experiment, the same coins,
/// another schedule from the first change on. Throws InputError as replay_trace, and for a change
/// of a worker that there is not, or at a step beyond the trace's last.
WhatIfReport what_if(const WhatIfRequest& request, const Watch& watch);

}  // namespace hogtie
