#include "adversaries/weighted.h"

namespace hogtie {

Weighted::Weighted(std::vector<double> speeds, std::uint32_t workers, std::uint64_t seed)
    : bits_(seed, kAdversaryDomain), speeds_(workers) {
  for (std::uint32_t w = 0; w < workers; ++w) speeds_[w] = speeds[w % speeds.size()];
}

Choice Weighted::next(ObliviousView view) {
  // Ended workers are rejected. Each rejection raises the odds that the distribution is out of
  // date, so a few of them in a row are the sign to rebuild it; then none is left.
  constexpr int kRejectionsMax = 8;
  if (ids_.empty()) rebuild(view.runnable());
  for (int rejections = 0;; ++rejections) {
    if (rejections == kRejectionsMax) rebuild(view.runnable());
    const std::uint32_t worker = ids_[pick_(bits_)];
    if (view.runnable().contains(worker)) return {worker};
  }
}

void Weighted::rebuild(const RunnableSet& runnable) {
  ids_.clear();
  std::vector<double> weights;
  for (std::uint32_t k = 0; k < runnable.size(); ++k) {
    ids_.push_back(runnable.at(k));
    weights.push_back(speeds_[runnable.at(k)]);
  }
  pick_ = decltype(pick_)(weights.begin(), weights.end());
}

}  // namespace hogtie
