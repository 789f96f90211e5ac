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
  return view_scope.empty() ? 0 : f.support_max();
}

/// A worker's stochastic gradients: which sample, what its view is read from, and the gradient.
template <SharedMemory M>
class SampledGradient {
 public:
  /// `view_scope`: what is read; empty: the sample's support. Both must outlive this.
  SampledGradient(M& memory, const Objective& f, std::span<const std::uint32_t> view_scope)
      : memory_(memory),
        f_(f),
        view_scope_(view_scope),
        restricted_(memory.allocate(sampled_gradient_doubles(f, view_scope))) {}

  /// Draws a sample, with the iteration's first coins: what follows is about that.
  void draw() { sample_ = f_.draw(memory_.coins()); }

  /// The registers that its view is read from.
  RegisterList reads() const { return view_scope_.empty() ? sample_.support : view_scope_; }
  std::span<const std::uint32_t> support() const { return sample_.support; }

  /// -step_size times the gradient at what `reads()` held, by position in the support.
  void update(std::span<const double> view, double step_size, std::span<double> update) {
    if (!view_scope_.empty()) view = restrict_view(view, sample_.support, restricted_);
    f_.gradient(sample_, view, memory_.coins(), update);
    for (double& component : update) component *= -step_size;
  }

 private:
  M& memory_;
  const Objective& f_;
  std::span<const std::uint32_t> view_scope_;
  std::span<double> restricted_;
  Sample sample_{};
};

}  // namespace hogtie
