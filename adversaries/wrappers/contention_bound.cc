#include "adversaries/wrappers/contention_bound.h"

namespace hogtie {

Choice ContentionBound::next(PastView view, Inner inner) {
  tracker_.follow(view);
  const Choice choice = inner();
  if (choice.halts()) return choice;
  const bool begins = choice.worker < view.workers() && !tracker_.active(choice.worker);
  if (begins) {
    for (auto worker = tracker_.oldest(); worker; worker = tracker_.next(*worker)) {
      if (!view.runnable().contains(*worker)) continue;
      if (tracker_.contention(*worker) < tau_max_) break;
      overrule();
      return {*worker};
    }
  }
  return {choice.worker};
}

}  // namespace hogtie
