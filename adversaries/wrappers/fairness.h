#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "adversaries/interface/adversary.h"

namespace hogtie {

/// Wrapper: no runnable worker waits while others take more than wait_max steps, so that everybody
/// makes progress. Where one step more of another worker would make it so, the worker that has
/// waited longest takes the step instead of the one that the adversary inside chose.
///
/// Workers count as having stepped in the order of their numbers just before the run. Since no two
/// have stepped last at the same time, one that takes its step when it must leaves the next one the
/// time to do so: the bound can be kept as long as it is at least the number of workers less one.
///
/// The adversary inside is asked before every step, or after the steps of its last choice as far as
/// the bound lets it have them.
class Fairness final : public Wrapper<Fairness> {
 public:
  /// Requires wait_max >= workers - 1.
  Fairness(std::unique_ptr<Adversary> inner, std::uint64_t wait_max, std::uint32_t workers);

  Choice next(PastView view, Inner inner);

 private:
  /// The workers in the order of their last steps, as a ring through `nobody()`.
  struct Link {
    std::uint32_t before;
    std::uint32_t after;
    std::uint64_t stepped;  // number of workers + the number of its last step
  };

  std::uint32_t nobody() const { return static_cast<std::uint32_t>(links_.size() - 1); }
  void unlink(std::uint32_t worker);
  void link_last(std::uint32_t worker);

  std::uint64_t wait_max_;
  std::vector<Link> links_;
};

}  // namespace hogtie
