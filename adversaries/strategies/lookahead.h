#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/pending_updates.h"

namespace hogtie {

/// On a quadratic, makes the first of the `depth` moves after which ||x - x*||^2 is largest, and
/// plans again. A move is that a worker reads its view and samples its gradient there, or that it
/// applies the update that it holds, as a whole: R_i and U_i of statement 9. Updates that are
/// sampled already are known, noise included; those of planned moves are the mean, -alpha lambda
/// (x - x*).
///
/// What is largest after `depth` moves need not be what slows down most: a plan too short to apply
/// what all workers hold releases the first of it too early. Depth 1 is greedy by moves; from the
/// number of workers on it is at least as strong as a swarm (alpha = 0.1, eight workers, contention
/// at most 58: a slowdown of 16.7, against 16.0 of a swarm, 8.6 at depth 1 and 2.8 at depth 4).
///
/// The plans are searched by branch and bound, without those that differ in the order of moves that
/// commute alone (updates with no read between them), or in who of several workers that hold
/// nothing or the same makes a move. A search ends after kMovesMax moves tried, with the best plan
/// found so far. Of several best plans the one that begins with a read, or else with the worker of
/// the smallest number, is taken.
class Lookahead final : public StrongAdaptive<Lookahead> {
 public:
  static constexpr std::uint32_t kMovesMax = 1 << 16;

  /// `optimum` is x* and `curvature` lambda, both of d entries; they must outlive this.
  Lookahead(std::span<const double> optimum, std::span<const double> curvature, double step_size,
            std::uint32_t depth, std::uint32_t workers);

  Choice next(StrongView view);

 private:
  /// What a worker holds in the plan.
  struct Held {
    std::uint32_t worker;
    bool holds;
    double norm;  // of its update, where it holds one
  };

  void look(const StrongView& view);
  void plan();
  void search(std::uint32_t moves, std::uint32_t first, std::uint32_t from);
  bool repeats(std::size_t k, std::size_t from) const;
  double farthest(double distance, std::uint32_t moves_left) const;

  /// x - x* after so many moves of the plan; the update of the k-th runnable worker.
  std::span<double> offset(std::uint32_t moves) {
    return std::span(offsets_).subspan(moves * dimension_, dimension_);
  }
  std::span<double> update(std::size_t k) {
    return std::span(updates_).subspan(k * dimension_, dimension_);
  }
  std::span<const double> update(std::size_t k) const {
    return std::span(updates_).subspan(k * dimension_, dimension_);
  }

  std::span<const double> optimum_;
  std::span<const double> curvature_;
  double step_size_;
  double rate_max_;  // alpha times the largest curvature
  std::uint32_t depth_;
  std::size_t dimension_;
  PendingUpdates pending_;

  std::uint32_t moving_;  // whose move is being made
  bool samples_ = false;  // whether that is to read and sample

  std::vector<Held> held_;  // by runnable worker, in order of their numbers
  std::vector<double> updates_;
  std::vector<double> offsets_;
  std::vector<std::vector<double>> saved_;  // by move: the update that it applies
  double largest_update_ = 0;               // norm, of those sampled before the plan
  std::uint32_t tried_ = 0;                 // moves
  double best_ = 0;
  std::uint32_t best_first_ = 0;
};

}  // namespace hogtie
