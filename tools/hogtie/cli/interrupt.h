#pragma once

#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigset_t

#include <atomic>

namespace hogtie {

/// From begin() on, while it lives, the first of SIGINT (Ctrl-C), SIGTERM and SIGHUP sets a flag
/// instead of ending the program; the second ends it. SIGHUP that is ignored, as after nohup, stays
/// ignored; a shell has its background jobs ignore SIGINT, which is caught all the same. There is
/// one at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  /// Until it is called, while there is nothing to keep yet, the signals end the program. Further
  /// calls do nothing.
  void begin();

  const std::atomic<bool>& flag() const;

 private:
  bool begun_ = false;
};

/// While it lives, these signals wait: what is being saved then is not lost.
class SignalsHeld {
 public:
  SignalsHeld();
  ~SignalsHeld();
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

}  // namespace hogtie
