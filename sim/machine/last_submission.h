#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/execution/tape.h"
#include "core/memory/script.h"

namespace hogtie {

/// The last submission of a worker, without registers and values.
class LastSubmission {
 public:
  /// Whether the script is that again, with no values but reads'. Keeps it for the next time.
  bool is_repeated(const Script& script) {
    const Submission now = submission_of(script);
    const std::span<const ScalarOperation> scalars(script.scalars, script.scalar_count);
    if (now == submission_ && !now.has_operands && are(scalars)) return true;
    submission_ = now;
    scalars_.assign(scalars.begin(), scalars.end());
    return false;
  }

 private:
  bool are(std::span<const ScalarOperation> scalars) const {
    for (std::size_t k = 0; k < scalars.size(); ++k) {
      if (!scalars[k].is_same(scalars_[k])) return false;
    }
    return true;
  }

  Submission submission_;
  std::vector<ScalarOperation> scalars_;
};

}  // namespace hogtie
