#pragma once

#include <cstdint>
#include <optional>

#include "core/certification/finding.h"
#include "core/certification/iterate_record.h"
#include "core/theory/convergence_problem.h"

namespace hogtie {

/// The rate supermartingale W_t along a run, up to its first success (see
/// core/theory/supermartingale.h).
class RateRun {
 public:
  /// Throws PremiseError where W_t is not defined: unless 0 < α < 2cε/M².
  RateRun(const ConvergenceProblem& problem, double step_size);

  /// The next iteration, from t = 0 on, without gaps.
  void add(const IterateRecord& record);

  /// Whether the run came to a success, after which W_t is not followed.
  bool succeeded() const { return hit_.has_value(); }

  /// The largest W_t against W_0, which bounds its mean; single runs may exceed it.
  Finding finding() const;

 private:
  ConvergenceProblem problem_;
  double step_size_;
  double first_ = 0;
  double largest_ = 0;
  double last_ = 0;
  std::uint64_t largest_at_ = 0;
  std::uint64_t next_ = 0;  // t
  std::optional<std::uint64_t> hit_;
};

}  // namespace hogtie
