#include "adversaries/strategies/lookahead.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "adversaries/strategies.h"
#include "core/error.h"
#include "core/objectives/quadratic.h"

namespace hogtie {
namespace {

double squared_norm(std::span<const double> x) {
  double sum = 0;
  for (const double component : x) sum += component * component;
  return sum;
}

}  // namespace

Lookahead::Lookahead(std::span<const double> optimum, std::span<const double> curvature,
                     double step_size, std::uint32_t depth, std::uint32_t workers)
    : optimum_(optimum),
      curvature_(curvature),
      step_size_(step_size),
      rate_max_(step_size * *std::max_element(curvature.begin(), curvature.end())),
      depth_(depth),
      dimension_(optimum.size()),
      pending_(workers, optimum.size()),
      moving_(workers),
      updates_(workers * optimum.size()),
      offsets_((depth + std::size_t{1}) * optimum.size()),
      saved_(depth) {}

Choice Lookahead::next(StrongView view) {
  pending_.follow(view);
  const bool moves = moving_ < view.workers() && view.runnable().contains(moving_) &&
                     pending_.holds(moving_) != samples_;
  if (!moves) {
    look(view);
    plan();
  }
  return {moving_};
}

/// Takes over the state of the run.
void Lookahead::look(const StrongView& view) {
  const std::span<const double> x = view.model();
  for (std::size_t j = 0; j < dimension_; ++j) offsets_[j] = x[j] - optimum_[j];
  held_.clear();
  largest_update_ = 0;
  for (std::uint32_t worker = 0; worker < view.workers(); ++worker) {
    if (!view.runnable().contains(worker)) continue;
    held_.push_back({worker, pending_.holds(worker), 0});
    if (!pending_.holds(worker)) continue;
    const std::span<double> u = update(held_.size() - 1);
    std::fill(u.begin(), u.end(), 0.0);
    for (const auto [j, increment] : view.update(worker)) u[j] = increment;
    held_.back().norm = std::sqrt(squared_norm(u));
    largest_update_ = std::max(largest_update_, held_.back().norm);
  }
}

void Lookahead::plan() {
  best_ = -1;
  best_first_ = 0;
  tried_ = 0;
  search(0, 0, 0);
  moving_ = held_[best_first_].worker;
  samples_ = !held_[best_first_].holds;
}

/// Tries the continuations of a plan of so many moves, of which the first one is by `first`. After
/// an update, further ones come in the order of workers: only from `from` on until one reads.
void Lookahead::search(std::uint32_t moves, std::uint32_t first, std::uint32_t from) {
  const std::span<const double> here = offset(moves);
  const double squared_distance = squared_norm(here);
  if (moves == depth_) {
    if (squared_distance > best_) {
      best_ = squared_distance;
      best_first_ = first;
    }
    return;
  }
  const double bound = farthest(std::sqrt(squared_distance), depth_ - moves);
  if (bound * bound <= best_ || tried_ >= kMovesMax) return;

  const std::span<double> there = offset(moves + 1);
  const auto idle =
      std::find_if(held_.begin(), held_.end(), [](const Held& held) { return !held.holds; });
  if (idle != held_.end()) {
    const auto k = static_cast<std::uint32_t>(idle - held_.begin());
    const std::span<double> u = update(k);
    for (std::size_t j = 0; j < dimension_; ++j) u[j] = -step_size_ * curvature_[j] * here[j];
    std::copy(here.begin(), here.end(), there.begin());
    held_[k] = {held_[k].worker, true, std::sqrt(squared_norm(u))};
    ++tried_;
    search(moves + 1, moves == 0 ? k : first, 0);
    held_[k].holds = false;
  }
  for (std::uint32_t k = from; k < held_.size(); ++k) {
    if (!held_[k].holds || repeats(k, from)) continue;
    const Held before = held_[k];
    const std::span<double> u = update(k);
    for (std::size_t j = 0; j < dimension_; ++j) there[j] = here[j] + u[j];
    held_[k].holds = false;
    // What follows may overwrite the update of a worker that holds nothing.
    std::vector<double>& saved = saved_[moves];
    saved.assign(u.begin(), u.end());
    ++tried_;
    search(moves + 1, moves == 0 ? k : first, k + 1);
    std::copy(saved.begin(), saved.end(), u.begin());
    held_[k] = before;
  }
}

/// Whether an earlier worker, from `from` on, holds the same.
bool Lookahead::repeats(std::size_t k, std::size_t from) const {
  for (std::size_t earlier = from; earlier < k; ++earlier) {
    if (!held_[earlier].holds || held_[earlier].norm != held_[k].norm) continue;
    const auto a = update(earlier);
    const auto b = update(k);
    if (std::equal(a.begin(), a.end(), b.begin())) return true;
  }
  return false;
}

/// No plan leads farther from x* than this: an update is one of those sampled before, or sampled no
/// farther away than the plan has got.
double Lookahead::farthest(double distance, std::uint32_t moves_left) const {
  for (std::uint32_t move = 0; move < moves_left; ++move) {
    distance += std::max(largest_update_, rate_max_ * distance);
  }
  return distance;
}

constexpr StrategyEntry strategies::lookahead{
    .listing = {.name = "lookahead",
                .description = "the best of all plans of `depth` moves, on a quadratic",
                .power = Lookahead::kPower,
                .parameters = {"depth"}},
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      const auto* const quadratic = dynamic_cast<const Quadratic*>(context.objective);
      if (quadratic == nullptr) {
        throw InputError("adversary 'lookahead' needs a quadratic; set objective.name=quadratic");
      }
      return std::make_unique<Lookahead>(*quadratic->optimum(), quadratic->curvature(),
                                         context.step_size, settings.depth(), context.workers);
    }};

}  // namespace hogtie
