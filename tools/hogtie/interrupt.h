#pragma once

#include <atomic>

namespace hogtie {

/// While it lives, the first Ctrl-C sets a flag instead of ending the program; the second ends it.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  const std::atomic<bool>& flag() const;
};

}  // namespace hogtie
