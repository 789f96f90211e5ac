#include "sim/studies/what_if/what_if.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "adversaries/strategies/round_robin.h"
#include "adversaries/wrappers/changed_schedule.h"
#include "adversaries/wrappers/crash.h"
#include "core/error.h"
#include "sim/simulation/inputs.h"
#include "sim/simulation/measured_session.h"
#include "sim/simulation/run_setup.h"
#include "sim/simulation/trace_header.h"
#include "sim/studies/common/results_agree.h"
#include "sim/trace/trace_extent.h"
#include "sim/trace/trace_schedule.h"

namespace hogtie {
namespace {

template <class Change>
void check(const std::vector<Change>& changes, const std::string& trace, std::uint32_t workers,
           std::uint64_t steps) {
  for (const Change& change : changes) {
    if (change.worker >= workers) {
      throw InputError(trace + ": no worker " + std::to_string(change.worker) +
                       " to change; there are 0 to " + std::to_string(workers - 1));
    }
    if (change.step >= steps) {
      throw InputError(trace + ": no step " + std::to_string(change.step) +
                       " to begin a change at; it has " + std::to_string(steps) + " steps, from 0");
    }
  }
}

std::uint64_t first_change(const ScheduleChanges& changes) {
  std::uint64_t first = std::numeric_limits<std::uint64_t>::max();
  for (const Stall& stall : changes.stalls) first = std::min(first, stall.step);
  for (const Slowdown& slowdown : changes.slowdowns) first = std::min(first, slowdown.step);
  return first;
}

proto::Experiment changed_experiment(const WhatIfRequest& request,
                                     const proto::Experiment& recorded) {
  std::optional<proto::Adversary> then = request.then;
  if (then.has_value()) {
    for (proto::Crash& crash : *then->mutable_crashes()) {
      crash.set_step(std::max(crash.step(), first_change(request.changes)));
    }
  }
  return continued_experiment(recorded, then);
}

/// Around a recorded schedule: who crashed in it must not come to life after it.
std::unique_ptr<Adversary> with_crashes(std::unique_ptr<Adversary> adversary,
                                        const proto::Adversary& recorded) {
  if (recorded.crashes_size() == 0) return adversary;
  std::vector<CrashWorkers::Crash> crashes;
  for (const proto::Crash& crash : recorded.crashes()) {
    crashes.push_back({crash.step(), crash.worker()});
  }
  return std::make_unique<CrashWorkers>(std::move(adversary), std::move(crashes));
}

ContendedRun replay(const RunSetup& setup, const TraceFile& trace, const Watch& watch,
                    bool& cut_short) {
  MeasuredSession measured(setup, watch);
  Session& session = measured.session();
  session.follow(trace);
  ContendedRun run{measured.report(measured.conclude(session.run())), {}};
  const ReplayCheck& check = session.check();
  results_agree(check, run.run);
  run.contention = measured.delays().contention();
  cut_short = check.cut_short();
  return run;
}

void run_changed(const RunSetup& setup, const WhatIfRequest& request, const TraceFile& trace,
                 const Watch& watch, WhatIfReport& report) {
  MeasuredSession measured(setup, watch);
  Session& session = measured.session();
  const bool other = request.then.has_value();
  auto changed = std::make_unique<ChangedSchedule>(
      std::make_unique<TraceSchedule>(trace), request.changes, setup.experiment().workers(),
      ChangedSchedule::Continuation{
          other ? session.make_adversary() : std::make_unique<RoundRobin>(), other});
  const ChangedSchedule& schedule = *changed;
  const std::unique_ptr<Adversary> adversary =
      other ? std::move(changed) : with_crashes(std::move(changed), setup.experiment().adversary());
  if (request.record.has_value()) session.record(*request.record);
  report.changed.run = measured.report(measured.conclude(session.run(*adversary)));
  report.changed.contention = measured.delays().contention();
  report.continued_at = schedule.continued_at();
}

}  // namespace

WhatIfReport what_if(const WhatIfRequest& request, const Watch& watch) {
  const TraceFile trace(request.trace);
  const auto traced = traced_setup(trace, {request.force, request.data});
  const RunSetup& setup = *traced;
  if (request.record) check_output_apart(setup.experiment(), *request.record, "'--trace'");
  const std::uint32_t workers = setup.experiment().workers();
  const std::uint64_t steps = extent_of(trace).steps;
  check(request.changes.stalls, request.trace, workers, steps);
  check(request.changes.slowdowns, request.trace, workers, steps);
  WhatIfReport report;
  report.other_build = other_build(TraceReader(trace).header());
  report.recorded = replay(setup, trace, watch, report.cut_short);
  report.diverged = report.recorded.run.ending.verdict == proto::DIVERGED;
  const bool interrupted =
      watch.interrupted != nullptr && watch.interrupted->load(std::memory_order_relaxed);
  if (report.diverged || interrupted) return report;
  run_changed(RunSetup(changed_experiment(request, setup.experiment()), setup), request, trace,
              watch, report);
  report.has_changed = true;
  return report;
}

}  // namespace hogtie
