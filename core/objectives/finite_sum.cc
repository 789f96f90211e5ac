#include "core/objectives/finite_sum.h"

#include <algorithm>
#include <vector>

namespace hogtie {

void FiniteSum::gradient_difference(const Sample& sample, std::span<const double> view,
                                    std::span<const double> x, std::span<double> difference,
                                    std::span<double> scratch) const {
  const std::size_t size = view.size();
  const std::span<double> view_of_x = scratch.first(size);
  const std::span<double> at_x = scratch.subspan(size, size);
  for (std::size_t k = 0; k < size; ++k) view_of_x[k] = x[sample.support[k]];
  Coins none(0, 0, 0);
  gradient(sample, view, none, difference);
  gradient(sample, view_of_x, none, at_x);
  for (std::size_t k = 0; k < size; ++k) difference[k] -= at_x[k];
}

void FiniteSum::mean_gradient(std::span<const double> x, std::span<double> gradient) const {
  std::vector<double> view(support_max());
  std::vector<double> of_sample(support_max());
  Coins none(0, 0, 0);
  std::fill(gradient.begin(), gradient.end(), 0.0);
  for (std::size_t i = 0; i < samples(); ++i) {
    const Sample picked = sample(i);
    const std::size_t size = picked.support.size();
    for (std::size_t k = 0; k < size; ++k) view[k] = x[picked.support[k]];
    this->gradient(picked, std::span(view).first(size), none, std::span(of_sample).first(size));
    for (std::size_t k = 0; k < size; ++k) gradient[picked.support[k]] += of_sample[k];
  }
  for (double& component : gradient) component /= static_cast<double>(samples());
}

}  // namespace hogtie
