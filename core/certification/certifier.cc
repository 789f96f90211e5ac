#include "core/certification/certifier.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/certification/rounding.h"

namespace hogtie {
namespace {

double norm(std::span<const double> x) {
  double sum = 0;
  for (const double component : x) sum += component * component;
  return std::sqrt(sum);
}

double ratio(const ViewDistance& view) {
  if (view.distance == 0) return 0;
  return view.distance / view.bound;
}

}  // namespace

Certifier::Certifier(std::uint32_t workers, std::span<const double> initial,
                     std::span<const double> optimum, Sink sink)
    : sink_(std::move(sink)),
      initial_norm_(norm(initial)),
      dimension_(static_cast<double>(initial.size())),
      iterates_(workers, initial, optimum),
      views_(workers),
      bad_by_start_(workers),
      bad_by_end_(workers),
      delays_(workers, [this](const IterationRecord& record) { take(record); }) {
  evidence_.workers = workers;
  delays_.follow_delay_sums();
}

void Certifier::step(const Execution& execution, const Step& step) {
  delays_.step(execution, step);
  View& view = views_[step.worker];
  if (!view.open) return;
  if (step.operation.kind == OperationKind::kRead) {
    if (step.operation.target < iterates_.iterate().position().size()) {
      view.reads.push_back({step.operation.target, to_double(step.result.previous)});
    }
    return;
  }
  if (!iterates_.is_first_update(step)) {
    if (iterates_.is_afterthought(step)) note_torn(view);
    iterates_.step(execution, step);
    return;
  }
  add_iteration(view);
  iterates_.step(execution, step);
  finish_iteration(std::sqrt(iterates_.moved()));
}

void Certifier::stretch(const Execution& execution, const Stretch& stretch) {
  delays_.stretch(execution, stretch);
  View& view = views_[stretch.worker];
  if (!view.open) return;
  if (stretch.kind != OperationKind::kRead) {
    iterates_.stretch(stretch);
    return;
  }
  for (std::size_t k = 0; k < stretch.size; ++k) {
    if (stretch.registers[k] < iterates_.iterate().position().size()) {
      view.reads.push_back({stretch.registers[k], stretch.found[k]});
    }
  }
}

void Certifier::iteration_begun(const Execution& execution, std::uint32_t worker,
                                std::uint64_t iteration, std::uint64_t number) {
  delays_.iteration_begun(execution, worker, iteration, number);
  iterates_.iteration_begun(worker);
  View& view = views_[worker];
  view.reads.clear();
  view.open = true;
  view.time = kNoStep;
}

void Certifier::iteration_ended(const Execution& execution, std::uint32_t worker,
                                std::uint64_t iteration, std::uint64_t number) {
  View& view = views_[worker];
  if (view.open) {
    if (view.time == kNoStep) {
      add_iteration(view);
      finish_iteration(0);
    }
    iterates_.iteration_ended(worker);
    view.open = false;
  }
  delays_.iteration_ended(execution, worker, iteration, number);
}

void Certifier::worker_crashed(std::uint32_t worker) {
  note_torn(views_[worker]);
  views_[worker].open = false;
  delays_.worker_crashed(worker);
}

void Certifier::finish() {
  for (const View& view : views_) note_torn(view);
  delays_.finish();
  evidence_.begun = delays_.begun();
  evidence_.ended = delays_.ended();
  evidence_.tau_max = delays_.contention_max();
  evidence_.tau_avg = delays_.contention_mean();
  evidence_.bad_by_start = bad_by_start_.worst();
  evidence_.bad_by_end = bad_by_end_.worst();
  for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
    evidence_.delay_sum[order] = delays_.delay_sum_max(order);
    evidence_.delay_sum_at[order] = delays_.delay_sum_at(order);
    evidence_.delay_max[order] = delays_.delays(order).maximum();
  }
}

/// To one read of each coordinate, the first: what is read again is so to be updated.
void Certifier::keep_view(std::vector<Read>& reads) {
  const auto out_of_order = std::ranges::adjacent_find(
      reads, [](const Read& a, const Read& b) { return a.coordinate >= b.coordinate; });
  if (out_of_order == reads.end()) return;
  std::ranges::stable_sort(reads, {}, &Read::coordinate);
  const auto same = [](const Read& a, const Read& b) { return a.coordinate == b.coordinate; };
  reads.erase(std::unique(reads.begin(), reads.end(), same), reads.end());
}

/// x_t as it is now is that of the iteration which makes its first update, or ends without one.
void Certifier::add_iteration(View& view) {
  keep_view(view.reads);
  MovingPoint& x = iterates_.iterate();
  double sum = 0;
  for (const Read& read : view.reads) {
    const double difference = x.position()[read.coordinate] - read.value;
    sum += difference * difference;
  }
  view.time = iterates_.time();
  const double distance = x.squared_distance_within(kDistancePrecision);
  if (!evidence_.overflowed_at && !(std::isfinite(distance) && std::isfinite(sum))) {
    evidence_.overflowed_at = view.time;
  }
  iterations_.push_back({distance, std::sqrt(sum), way_, 0, slack(), 0, false});
}

void Certifier::finish_iteration(double movement) {
  iterations_.back().movement = movement;
  way_ += movement;
  if (!evidence_.overflowed_at && !std::isfinite(way_)) {
    evidence_.overflowed_at = iterates_.time();
  }
}

// How the comparison is rounded, with γ_k as in rounding.h and the sections of Higham's book; c_s
// is the update of iteration s, and W = Σ_{s<t} ||c_s||.
//
//  - Register j of x_t, and the one that was read, are each x_0[j] plus some of the t updates
//    before t, added up in some order, and so off by at most γ_t (|x_0[j]| + Σ_{s<t} |c_s[j]|)
//    (section 4.2). As vectors, and by the triangle inequality, both together are off by at most 2
//    γ_t (||x_0|| + W). In exact arithmetic their difference is at most Σ ||c_s|| over what the
//    view misses.
//  - A computed length of a vector is that times 1 + θ, |θ| <= γ_{d+2}: d squares, d - 1 additions
//    and a root, of which each square goes through d + 1, and the root halves it. The differences
//    of ||x_t - v_t|| are rounded, too: γ_{d+3}.
//  - The two ways are sums of t lengths at most, and so off by at most γ_t W each; their difference
//    is rounded once more.
//  - A square may underflow, by no more than the smallest number η: a length then misses √(d η).
//
// So the measured distance is at most (1 + γ_{d+3}) / (1 - γ_{d+2}) times the computed sum of what
// is missed, and 2 γ_t (||x_0|| + W) + 2 γ_{t+1} W times 1 + γ_{d+3} besides. With γ_k <= k
// kRoundoff and γ_{d+3}, γ_{t+d} <= 1/3, the first factor is at most 1 + 3 (d+3) kRoundoff, and the
// rest at most 4 (t+1) kRoundoff (||x_0|| + W) (4/3)², W being computed itself.

/// The last of these, of x_t as it is now.
double Certifier::slack() const {
  return 8 * kRoundoff * static_cast<double>(iterates_.time() + 1) * (initial_norm_ + way_);
}

/// The bound on ||x_t - v_t|| when the missed updates have this computed length.
double Certifier::bound_of(double missed, const Iteration& iteration) const {
  const double underflow = std::sqrt(dimension_ * std::numeric_limits<double>::denorm_min());
  return missed * (1 + 3 * (dimension_ + 3) * kRoundoff) + iteration.slack +
         static_cast<double>(iteration.delay + 1) * underflow;
}

void Certifier::note_torn(const View& view) {
  if (!view.open || view.time == kNoStep) return;
  evidence_.torn_at = std::min(evidence_.torn_at.value_or(kNoStep), view.time);
}

void Certifier::take(const IterationRecord& record) {
  evidence_.contention.add(record.contention);
  bad_by_start_.add(record.begun_during);
  if (record.ended) {
    ends_.emplace(record.position[kByEnd], record.ended_during);
    for (; !ends_.empty() && ends_.top().first == ends_passed_; ++ends_passed_) {
      bad_by_end_.add(ends_.top().second);
      ends_.pop();
    }
    take_iterate(record);
  }
  const std::uint64_t open = delays_.first_open(kByFirstUpdate);
  const std::uint64_t awaited = next_ < followed_to() ? next_ : kNoStep;
  while (first_ < std::min(open, awaited) && !iterations_.empty()) {
    iterations_.pop_front();
    ++first_;
  }
}

/// The first t whose view is not held against its bound.
std::uint64_t Certifier::followed_to() const {
  return std::min(evidence_.torn_at.value_or(kNoStep), evidence_.overflowed_at.value_or(kNoStep));
}

void Certifier::take_iterate(const IterationRecord& record) {
  const std::uint64_t t = record.position[kByFirstUpdate];
  if (t >= followed_to()) return;
  Iteration& iteration = iterations_[t - first_];
  iteration.delay = record.delay[kByFirstUpdate];
  iteration.is_final = true;
  const double missed = iteration.way - iterations_[t - iteration.delay - first_].way;
  const ViewDistance view{t, iteration.view_distance, bound_of(missed, iteration)};
  if (ratio(view) > ratio(evidence_.closest_to_bound)) evidence_.closest_to_bound = view;
  if (view.distance > evidence_.farthest.distance) evidence_.farthest = view;
  for (; next_ - first_ < iterations_.size() && iterations_[next_ - first_].is_final; ++next_) {
    const Iteration& next = iterations_[next_ - first_];
    if (sink_) {
      sink_({next_, next.squared_distance, next.view_distance, next.movement, next.delay});
    }
  }
}

}  // namespace hogtie
