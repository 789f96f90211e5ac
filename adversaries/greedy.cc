#include "adversaries/greedy.h"

namespace hogtie {

Choice Greedy::next(StrongView view) {
  pending_.follow(view);
  const RunnableSet& runnable = view.runnable();
  const auto gain = [&](std::uint32_t worker) {
    const double u = pending_.increment(worker);
    const std::uint32_t j = pending_.coordinate(worker);
    return u * (2 * (view.value(DoubleRegister{j}) - optimum_[j]) + u);
  };
  std::uint32_t chosen = runnable.at(0);
  double best = gain(chosen);
  for (std::uint32_t k = 1; k < runnable.size(); ++k) {
    const std::uint32_t worker = runnable.at(k);
    const double candidate = gain(worker);
    if (candidate > best || (candidate == best && worker < chosen)) {
      chosen = worker;
      best = candidate;
    }
  }
  return {chosen};
}

}  // namespace hogtie
