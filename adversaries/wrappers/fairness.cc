#include "adversaries/wrappers/fairness.h"

#include <algorithm>
#include <utility>

namespace hogtie {

Fairness::Fairness(std::unique_ptr<Adversary> inner, std::uint64_t wait_max, std::uint32_t workers)
    : Wrapper(std::move(inner)), wait_max_(wait_max), links_(workers + std::size_t{1}) {
  for (std::uint32_t k = 0; k <= workers; ++k) {
    links_[k] = {k == 0 ? workers : k - 1, k == workers ? 0 : k + 1, k};
  }
}

void Fairness::unlink(std::uint32_t worker) {
  links_[links_[worker].before].after = links_[worker].after;
  links_[links_[worker].after].before = links_[worker].before;
}

void Fairness::link_last(std::uint32_t worker) {
  links_[worker].before = links_[nobody()].before;
  links_[worker].after = nobody();
  links_[links_[worker].before].after = worker;
  links_[nobody()].before = worker;
}

Choice Fairness::next(PastView view, Inner inner) {
  const std::uint64_t now = view.step() + nobody();
  const std::uint32_t last = view.last_worker();
  if (last < nobody()) {
    unlink(last);
    link_last(last);
    links_[last].stepped = now - 1;
  }
  // Those that are not runnable are not waited for. They stay in the ring, out of the way.
  std::uint32_t oldest = links_[nobody()].after;
  while (!view.runnable().contains(oldest)) {
    const std::uint32_t next = links_[oldest].after;
    unlink(oldest);
    links_[oldest] = {oldest, oldest, 0};
    oldest = next;
  }

  Choice choice = inner();
  if (choice.halts() || choice.worker >= nobody()) return choice;
  const std::uint32_t waiting = oldest == choice.worker ? links_[oldest].after : oldest;
  if (waiting == nobody()) return choice;
  const std::uint64_t waited = now - 1 - links_[waiting].stepped;
  const std::uint64_t left = wait_max_ > waited ? wait_max_ - waited : 0;
  if (left == 0 && waiting == oldest) {
    overrule();
    return {oldest};
  }
  choice.steps = static_cast<std::uint32_t>(
      std::min(std::max(left, std::uint64_t{1}), std::uint64_t{choice.steps}));
  return choice;
}

}  // namespace hogtie
