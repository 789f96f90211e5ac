#include "adversaries/fixed_schedule.h"

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

}  // namespace hogtie
