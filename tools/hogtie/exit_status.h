#pragma once

namespace hogtie {

/// What the program exits with.
enum ExitStatus : int {
  kOk = 0,
  kDoesNotHold = 1,  ///< what was asked to hold does not: no success, a divergence, a difference,
                     ///< a run that left the range of doubles
  kWrongInput = 2,   ///< wrong usage, or wrong input
  kInternalError = 3,
};

}  // namespace hogtie
