#include "adversaries/strategies/noise_selector.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "adversaries/knowledge/known_optimum.h"
#include "adversaries/strategies.h"

namespace hogtie {

NoiseSelector::NoiseSelector(std::span<const double> optimum, MeanGradient mean_gradient,
                             double step_size, std::uint32_t workers)
    : optimum_(optimum),
      mean_gradient_(std::move(mean_gradient)),
      step_size_(step_size),
      pending_(workers, optimum.size()),
      applying_(workers),
      noise_(workers),
      view_(optimum.size()) {}

bool NoiseSelector::is_applying(const StrongView& view, std::uint32_t worker) const {
  return view.runnable().contains(worker) && pending_.holds(worker);
}

Choice NoiseSelector::next(StrongView view) {
  pending_.follow(view);
  const std::uint32_t last = view.last_worker();
  if (last < noise_.size() && !is_applying(view, last)) noise_[last].clear();
  if (applying_ < view.workers() && is_applying(view, applying_)) return {applying_};
  applying_ = view.workers();
  const RunnableSet& runnable = view.runnable();
  if (const auto worker = pending_.first_without(runnable)) return {*worker};

  applying_ = runnable.at(0);
  double farthest = 0;
  for (std::uint32_t k = 0; k < runnable.size(); ++k) {
    const std::uint32_t worker = runnable.at(k);
    if (noise_[worker].empty()) note_noise(view, worker);
    const double candidate = away(view, worker);
    if (k == 0 || candidate > farthest || (candidate == farthest && worker < applying_)) {
      applying_ = worker;
      farthest = candidate;
    }
  }
  return {applying_};
}

double NoiseSelector::away(const StrongView& view, std::uint32_t worker) const {
  const std::vector<double>& noise = noise_[worker];
  const std::span<const double> x = view.model();
  double sum = 0;
  for (std::size_t j = 0; j < optimum_.size(); ++j) sum += noise[j] * (x[j] - optimum_[j]);
  return sum;
}

void NoiseSelector::note_noise(const StrongView& view, std::uint32_t worker) {
  std::ranges::copy(view.model(), view_.begin());
  const std::span<const double> values = view.values_read(worker);
  const std::span<const std::uint32_t> read = view.registers_read(worker);
  for (std::size_t k = 0; k < values.size(); ++k) view_[read[k]] = values[k];

  std::vector<double>& noise = noise_[worker];
  noise.resize(optimum_.size());
  mean_gradient_(view_, noise);
  for (double& component : noise) component *= step_size_;
  for (const auto [j, increment] : view.update(worker)) noise[j] += increment;
}

constexpr StrategyEntry strategies::noise_selector{
    .listing = {.name = "noise_selector",
                .description =
                    "of all sampled gradients, the one whose noise points away from x* most",
                .power = NoiseSelector::kPower},
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      const auto mean_gradient = [f = context.objective](std::span<const double> x,
                                                         std::span<double> gradient) {
        f->mean_gradient(x, gradient);
      };
      return std::make_unique<NoiseSelector>(known_optimum(settings, context), mean_gradient,
                                             context.step_size, context.workers);
    }};

}  // namespace hogtie
