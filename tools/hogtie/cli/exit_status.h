#pragma once

namespace hogtie {

/// What the program exits with.
enum ExitStatus : int {
  kOk = 0,
  kDoesNotHold = 1,  ///< what was asked to hold does not: no success, a divergence, a difference,
                     ///< a run that left the range of doubles
  kWrongInput = 2,   ///< wrong usage, or wrong input
  kInternalError = 3,
  kCutShort = 4,  ///< a trace has no end: the recording was killed, or the file cut; as far as it
                  ///< goes, all is well
  kUnread = 141,  ///< as a shell has it of SIGPIPE: the reader of standard output has ended
};

}  // namespace hogtie
