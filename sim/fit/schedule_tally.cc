#include "sim/fit/schedule_tally.h"

namespace hogtie {

void ScheduleTally::begin_run(std::uint32_t worker) {
  if (worker_) {
    runs_.add(steps_ - begin_);
    left_[*worker_] = steps_;
  }
  if (steps_ > left_[worker]) stalls_.add(steps_ - left_[worker]);
  worker_ = worker;
  begin_ = steps_;
}

}  // namespace hogtie
