#include "sim/studies/fit/schedule_tally.h"

#include <algorithm>
#include <utility>

namespace hogtie {

ScheduleTally::ScheduleTally(std::uint32_t workers, std::uint32_t processors)
    : places_(processors), place_(workers, kNowhere) {}

void ScheduleTally::begin_run(std::uint32_t worker, const RunnableSet& runnable) {
  if (worker_) end_run(*worker_);
  worker_ = worker;
  begin_ = steps_;
  if (place_[worker] == kNowhere) take_place(worker, runnable);
  const Place& place = places_[place_[worker]];
  const std::uint64_t stall = steps_ - place.left;
  if (stall == 0) return;
  stalls_.add(stall);
  pauses_.add(std::max<std::uint64_t>(1, stall - place.longest));
}

void ScheduleTally::end_run(std::uint32_t worker) {
  const std::uint64_t run = steps_ - begin_;
  runs_.add(run);
  for (Place& place : places_) place.longest = std::max(place.longest, run);
  Place& own = places_[place_[worker]];
  own.left = steps_;
  own.longest = 0;
  own.slice += run;
}

void ScheduleTally::take_place(std::uint32_t worker, const RunnableSet& runnable) {
  // One that nobody is at, or who has ended, comes before any that somebody is taken off.
  const auto key = [&](const Place& place) {
    return std::pair(place.worker && runnable.contains(*place.worker), place.left);
  };
  const auto place =
      std::min_element(places_.begin(), places_.end(),
                       [&](const Place& one, const Place& other) { return key(one) < key(other); });
  if (place->worker) {
    if (runnable.contains(*place->worker)) slices_.add(place->slice);
    place_[*place->worker] = kNowhere;
  }
  place->worker = worker;
  place->slice = 0;
  place_[worker] = static_cast<std::uint32_t>(place - places_.begin());
}

}  // namespace hogtie
