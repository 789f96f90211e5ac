#include "adversaries/strategies/fixed_schedule.h"

#include <memory>
#include <string>

#include "adversaries/knowledge/check_worker.h"
#include "adversaries/strategies.h"
#include "core/error.h"
#include "core/settings/read_text.h"
#include "core/text/quote.h"
#include "proto/schedule.pb.h"

namespace hogtie {

void FixedSchedule::begin_run(std::uint64_t step) {
  run_ = begun_ ? (run_ + 1) % runs_.size() : 0;
  begun_ = true;
  end_ = step + runs_[run_].steps;
}

Choice FixedSchedule::next(ObliviousView view) {
  const std::uint64_t step = view.step();
  if (!begun_) begin_run(step);
  while (end_ <= step) begin_run(end_);
  for (std::size_t passed_over = 0; passed_over < runs_.size(); ++passed_over) {
    if (view.runnable().contains(runs_[run_].worker)) {
      return {runs_[run_].worker, static_cast<std::uint32_t>(end_ - step)};
    }
    begin_run(step);
  }
  const std::uint32_t worker = view.runnable().first_from(turn_);
  turn_ = worker + 1;
  return {worker};
}

namespace {

template <class Runs>
void check_workers(const Runs& runs, const std::string& where, std::uint32_t workers) {
  for (const proto::Run& run : runs) check_worker(run.worker(), where, workers);
}

void check_fixed_schedule(const proto::Adversary& settings, std::uint32_t workers) {
  const bool from_file = !settings.schedule_file().empty();
  if (from_file == (settings.schedule_size() > 0)) {
    throw InputError(std::string("adversary 'fixed' ") +
                     (from_file
                          ? "has two schedules; set adversary.schedule or adversary.schedule_file"
                          : "needs a schedule; set adversary.schedule={worker: 0 steps: 3},... or "
                            "adversary.schedule_file=FILE"));
  }
  check_workers(settings.schedule(), "adversary.schedule", workers);
}

std::unique_ptr<Adversary> make_fixed_schedule(const proto::Adversary& settings,
                                               const AdversaryContext& context) {
  proto::Schedule schedule;
  if (settings.schedule_size() > 0) {
    *schedule.mutable_runs() = settings.schedule();
  } else {
    const std::string& path = settings.schedule_file();
    read_text(path, "a schedule", schedule);
    if (schedule.runs_size() == 0) {
      throw InputError(quote(path) +
                       " has no runs; give at least one, as in runs { worker: 0 steps: 3 }");
    }
    check_workers(schedule.runs(), quote(path), context.workers);
  }
  std::vector<FixedSchedule::Run> runs;
  for (const proto::Run& run : schedule.runs()) runs.push_back({run.worker(), run.steps()});
  return std::make_unique<FixedSchedule>(std::move(runs));
}

}  // namespace

constexpr StrategyEntry strategies::fixed{
    .listing = {.name = "fixed",
                .description = "a given schedule, repeated when it is over",
                .power = FixedSchedule::kPower,
                .parameters = {"schedule", "schedule_file"}},
    .check = check_fixed_schedule,
    .make = make_fixed_schedule};

}  // namespace hogtie
