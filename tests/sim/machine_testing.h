#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "core/execution/step_reader.h"
#include "sim/machine/simulated_memory.h"

namespace hogtie::testing {

/// Enough of a stack for any test program, also where sanitizers make frames large.
inline constexpr std::size_t kStackBytes = std::size_t{256} * 1024;

/// A machine with room for 16 pending operations a worker, 8 of them scalar, and 4 doubles.
inline MachineShape small_machine(std::uint32_t workers, std::uint32_t doubles,
                                  std::uint32_t counters = 1) {
  return {{doubles, counters}, workers, 16, 8, 4, kStackBytes, 1};
}

/// Follows a list of choices, then schedules nobody any more.
class Choices final : public Oblivious<Choices> {
 public:
  explicit Choices(std::vector<Choice> choices) : choices_(std::move(choices)) {}

  Choice next(ObliviousView) {
    return next_ < choices_.size() ? choices_[next_++] : Choice::halt();
  }

 private:
  std::vector<Choice> choices_;
  std::size_t next_ = 0;
};

/// The same from workers, one step each.
inline Choices steps_of(const std::vector<std::uint32_t>& workers) {
  std::vector<Choice> choices;
  for (const std::uint32_t worker : workers) choices.push_back({worker});
  return Choices(std::move(choices));
}

/// Keeps every step and event, as text that is equal only where all bits are.
class Log final : public StepReader {
 public:
  void step(const Execution& execution, const Step& step) override {
    operations_.push_back("worker " + std::to_string(step.worker) + " " +
                          describe(step.operation, execution.layout));
    places_.push_back("worker " + std::to_string(step.worker) + " " +
                      std::string(name(step.operation.kind)) + " " +
                      execution.layout.name(step.operation.target));
    lines_.push_back("step " + std::to_string(step.number) + " " + operations_.back() + " found " +
                     std::to_string(step.result.previous) +
                     (step.result.applied ? "" : ", not applied"));
    previous_.push_back(step.result.previous);
  }
  void iteration_begun(const Execution&, std::uint32_t worker, std::uint64_t iteration,
                       std::uint64_t number) override {
    event(worker, "begins", iteration, number);
  }
  void update_sampled(const Execution&, std::uint32_t worker) override {
    events_.push_back("worker " + std::to_string(worker) + " samples");
    lines_.push_back(events_.back());
  }
  void iteration_ended(const Execution&, std::uint32_t worker, std::uint64_t iteration,
                       std::uint64_t number) override {
    event(worker, "ends", iteration, number);
  }

  std::size_t steps() const { return operations_.size(); }
  /// "worker 0 read X[1]" of every step.
  const std::vector<std::string>& operations() const { return operations_; }
  /// The same without operands.
  const std::vector<std::string>& places() const { return places_; }
  /// What every step found in its register.
  const std::vector<Word>& previous() const { return previous_; }
  /// "worker 0 begins 3 at step 7", "worker 0 samples", "worker 0 ends 3 at step 9".
  const std::vector<std::string>& events() const { return events_; }
  /// All of these, in order.
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  void event(std::uint32_t worker, const char* what, std::uint64_t iteration,
             std::uint64_t number) {
    events_.push_back("worker " + std::to_string(worker) + " " + what + " " +
                      std::to_string(iteration) + " at step " + std::to_string(number));
    lines_.push_back(events_.back());
  }

  std::vector<std::string> operations_;
  std::vector<std::string> places_;
  std::vector<Word> previous_;
  std::vector<std::string> events_;
  std::vector<std::string> lines_;
};

}  // namespace hogtie::testing
