#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/pending_updates.h"

namespace hogtie {

/// Selects the noise: lets every worker sample a gradient, then applies the one whose noise points
/// away from x* most (or to it least), as a whole; the others are held back meanwhile.
///
/// The noise of an update u = -alpha g that was sampled at the view v is u - E u = u + alpha
/// grad f(v), and it points to x* where its inner product with x - x* is negative. Where the view
/// is of a part of the model only, v is completed with the registers as they are when the gradient
/// is sampled.
class NoiseSelector final : public StrongAdaptive<NoiseSelector> {
 public:
  using MeanGradient = std::function<void(std::span<const double> x, std::span<double> gradient)>;

  /// `optimum` is x*, which must outlive this; `mean_gradient` gives the gradient of f.
  NoiseSelector(std::span<const double> optimum, MeanGradient mean_gradient, double step_size,
                std::uint32_t workers);

  Choice next(StrongView view);

 private:
  /// How far the noise that a worker holds points away from x*: its inner product with x - x*.
  double away(const StrongView& view, std::uint32_t worker) const;
  void note_noise(const StrongView& view, std::uint32_t worker);
  bool is_applying(const StrongView& view, std::uint32_t worker) const;

  std::span<const double> optimum_;
  MeanGradient mean_gradient_;
  double step_size_;
  PendingUpdates pending_;
  std::uint32_t applying_;  // workers() while all that hold are held back

  std::vector<std::vector<double>> noise_;  // by worker, of what it holds; empty: not known yet
  std::vector<double> view_;
};

}  // namespace hogtie
