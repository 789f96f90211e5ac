#include "tools/hogtie/interrupt.h"

#include <csignal>

namespace hogtie {
namespace {

// Signals come to the process.
std::atomic<bool> interrupted{false};

void on_interrupt(int) {
  interrupted.store(true, std::memory_order_relaxed);
  std::signal(SIGINT, SIG_DFL);
}

}  // namespace

Interrupt::Interrupt() {
  interrupted.store(false, std::memory_order_relaxed);
  std::signal(SIGINT, on_interrupt);
}

Interrupt::~Interrupt() {
  std::signal(SIGINT, SIG_DFL);
}

const std::atomic<bool>& Interrupt::flag() const {
  return interrupted;
}

}  // namespace hogtie
