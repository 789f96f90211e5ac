#include "sim/simulation/session.h"

#include <chrono>
#include <utility>

#include "adversaries/strategies/replay.h"
#include "sim/simulation/inputs.h"
#include "sim/simulation/trace_header.h"
#include "sim/trace/trace_schedule.h"

namespace hogtie {

Session::Session(const RunSetup& setup, std::uint64_t seed, const Watch& watch)
    : watch_(watch), simulation_(setup, seed), watch_reader_(watch) {
  machine().add_reader(watch_reader_);
  if (watch_.reader != nullptr) machine().add_reader(*watch_.reader);
}

Session::Session(const RunSetup& setup, const Watch& watch)
    : Session(setup, setup.experiment().seed(), watch) {}

void Session::record(const std::string& path) {
  check_output_apart(simulation_.experiment(), path, "the trace");
  recorder_.emplace(path, make_header(simulation_.experiment()), execution(),
                    simulation_.operations_max());
  machine().add_reader(*recorder_);
}

void Session::follow(const TraceFile& trace, std::uint64_t steps) {
  check_.emplace(trace, steps);
  steps_ = steps;
  machine().add_reader(*check_);
  if (steps != kToTheEnd) machine().set_step_limit(steps);
}

std::unique_ptr<Adversary> Session::make_adversary() {
  if (check_) return std::make_unique<Replay>(check_->schedule());
  if (schedule_) return std::make_unique<Replay>(std::make_unique<TraceSchedule>(*schedule_));
  return simulation_.make_adversary();
}

Ending Session::run(Adversary& adversary) {
  // The reader may end the run at a step of its own choice.
  if (watch_.processors > 1 && watch_.reader == nullptr) machine().play_behind();
  if (watch_.began) watch_.began();
  const auto begin = std::chrono::steady_clock::now();
  Ending ending = simulation_.run(adversary);
  seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return ending;
}

Ending Session::conclude(const Ending& ending, const std::optional<std::string>& not_finite) {
  if (!check_) return with_numbers(ending, not_finite);
  const Ending concluded = check_->conclude(ending, execution(), not_finite);
  if (concluded.verdict == proto::STEP_LIMIT && steps_ != kToTheEnd && !check_->came_to_the_end()) {
    return {proto::STOPPED, "stopped after step " + std::to_string(steps_)};
  }
  return with_numbers(concluded, not_finite);
}

std::vector<std::string> Session::notes() const {
  std::vector<std::string> notes = simulation_.setup().data_notes();
  if (!simulation_.machine().stacks_guarded()) {
    notes.emplace_back(
        "so many workers have stacks without guard pages; an overflow is noticed only after the "
        "fact");
  }
  return notes;
}

void Session::finish_recording(const Ending& ending, const proto::Metrics& metrics) {
  if (!recorder_) return;
  proto::Footer footer;
  footer.set_verdict(ending.verdict);
  footer.set_detail(ending.detail);
  *footer.mutable_metrics() = metrics;
  recorder_->finish(std::move(footer), execution());
}

}  // namespace hogtie
