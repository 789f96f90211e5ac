#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "adversaries/interface/adversary.h"

namespace hogtie {

/// Wrapper: some workers crash, each at a step from which on it is never scheduled again. The
/// adversary inside does not see them as runnable. When only crashed workers are left, the run
/// ends.
class CrashWorkers final : public Wrapper<CrashWorkers> {
 public:
  struct Crash {
    std::uint64_t step;
    std::uint32_t worker;
  };

  CrashWorkers(std::unique_ptr<Adversary> inner, std::vector<Crash> crashes);

  Choice next(PastView view, Inner inner);

 private:
  std::vector<Crash> crashes_;  // by step
  std::size_t crashed_ = 0;
  std::optional<RunnableSet> alive_;
};

}  // namespace hogtie
