#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/algorithms/restrict_view.h"
#include "core/memory/shared_memory.h"
#include "core/objectives/objective.h"

namespace hogtie {

/// Doubles that a SampledGradient allocates of its worker's memory.
inline std::size_t sampled_gradient_doubles(const Objective& f,
                                            std::span<const std::uint32_t> view_scope) {
  return (view_scope.empty() ? 1 : 2) * f.support_max();
}

/// A worker's stochastic gradients: draws a sample, reads its view of the model, and computes.
template <SharedMemory M>
class SampledGradient {
 public:
  /// `view_scope`: what is read; empty: the sample's support. Both must outlive this.
  SampledGradient(M& memory, const Objective& f, std::span<const std::uint32_t> view_scope)
      : memory_(memory),
        f_(f),
        view_scope_(view_scope),
        gradient_(memory.allocate(f.support_max())),
        restricted_(memory.allocate(view_scope.empty() ? 0 : f.support_max())) {}

  /// Draws and reads; the sample's support and the gradient are then those below. One submission.
  void sample() {
    sample_ = f_.draw(memory_.coins());
    std::span<const double> view =
        memory_.read(view_scope_.empty() ? RegisterList(sample_.support) : view_scope_);
    if (!view_scope_.empty()) view = restrict_view(view, sample_.support, restricted_);
    f_.gradient(sample_, view, memory_.coins(), gradient_.first(sample_.support.size()));
  }

  std::span<const std::uint32_t> support() const { return sample_.support; }
  /// By position in the support; the caller may change it.
  std::span<double> gradient() const { return gradient_.first(sample_.support.size()); }
  /// The gradient times -step_size, in its place.
  std::span<double> update(double step_size) const {
    const std::span<double> update = gradient();
    for (double& component : update) component *= -step_size;
    return update;
  }

 private:
  M& memory_;
  const Objective& f_;
  RegisterList view_scope_;
  std::span<double> gradient_;
  std::span<double> restricted_;
  Sample sample_{};
};

}  // namespace hogtie
