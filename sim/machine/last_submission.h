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
    const std::span<const Special> specials(script.specials, script.special_count);
    if (now == submission_ && !now.has_operands && are(specials)) return true;
    submission_ = now;
    specials_.assign(specials.begin(), specials.end());
    return false;
  }

 private:
  bool are(std::span<const Special> specials) const {
    for (std::size_t k = 0; k < specials.size(); ++k) {
      if (!specials[k].is_same(specials_[k])) return false;
    }
    return true;
  }

  Submission submission_;
  std::vector<Special> specials_;
};

}  // namespace hogtie
