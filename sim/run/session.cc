#include "sim/run/session.h"

#include <chrono>
#include <utility>

#include "sim/run/inputs.h"
#include "sim/run/not_finite.h"
#include "sim/run/trace_header.h"

namespace hogtie {

Session::Session(const proto::Experiment& experiment, const Watch& watch)
    : watch_(watch), simulation_(experiment), measurement_(simulation_), watch_reader_(watch) {
  attach();
}

Session::Session(const RunSetup& setup, const Watch& watch)
    : watch_(watch),
      simulation_(setup, setup.experiment().seed()),
      measurement_(simulation_),
      watch_reader_(watch) {
  attach();
}

void Session::attach() {
  Machine& machine = simulation_.machine();
  machine.add_reader(watch_reader_);
  if (watch_.reader != nullptr) machine.add_reader(*watch_.reader);
}

void Session::record(const std::string& path) {
  check_output_apart(simulation_.experiment(), path, "the trace");
  recorder_.emplace(path, make_header(simulation_.experiment()), simulation_.machine().execution(),
                    simulation_.operations_max());
  simulation_.machine().add_reader(*recorder_);
}

Ending Session::run(Adversary& adversary) {
  // The reader may end the run at a step of its own choice.
  if (watch_.processors > 1 && watch_.reader == nullptr) simulation_.machine().play_behind();
  if (watch_.began) watch_.began();
  const auto begin = std::chrono::steady_clock::now();
  Ending ending = simulation_.run(adversary);
  seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return ending;
}

const proto::Metrics& Session::metrics() {
  if (!metrics_) metrics_ = measurement_.metrics();
  return *metrics_;
}

std::optional<std::string> Session::not_finite() {
  return first_not_finite(simulation_, metrics());
}

RunReport Session::report(Ending ending) {
  ending = with_numbers(std::move(ending), not_finite());
  RunReport report;
  report.experiment = simulation_.experiment();
  report.metrics = metrics();
  report.notes = simulation_.setup().data_notes();
  if (!simulation_.machine().stacks_guarded()) {
    report.notes.emplace_back(
        "so many workers have stacks without guard pages; an overflow is noticed only after the "
        "fact");
  }
  report.seconds = seconds_;
  if (recorder_.has_value()) {
    proto::Footer footer;
    footer.set_verdict(ending.verdict);
    footer.set_detail(ending.detail);
    *footer.mutable_metrics() = report.metrics;
    recorder_->finish(std::move(footer), simulation_.machine().execution());
  }
  report.ending = std::move(ending);
  return report;
}

}  // namespace hogtie
