#include "tools/hogtie/cli/interrupt.h"

#include <array>

namespace hogtie {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

// Signals come to the process.
std::atomic<bool> interrupted{false};

void set_handler(int signal, void (*handler)(int)) {
  struct sigaction action {};
  const bool known = ::sigaction(signal, nullptr, &action) == 0;
  if (known && signal == SIGHUP && action.sa_handler == SIG_IGN) return;
  action = {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaction(signal, &action, nullptr);
}

void set_handlers(void (*handler)(int)) {
  for (const int signal : kSignals) set_handler(signal, handler);
}

void on_interrupt(int) {
  interrupted.store(true, std::memory_order_relaxed);
  set_handlers(SIG_DFL);
}

}  // namespace

Interrupt::Interrupt() {
  interrupted.store(false, std::memory_order_relaxed);
}

Interrupt::~Interrupt() {
  if (begun_) set_handlers(SIG_DFL);
}

void Interrupt::begin() {
  if (begun_) return;
  begun_ = true;
  set_handlers(on_interrupt);
}

const std::atomic<bool>& Interrupt::flag() const {
  return interrupted;
}

SignalsHeld::SignalsHeld() {
  sigset_t held;
  ::sigemptyset(&held);
  for (const int signal : kSignals) ::sigaddset(&held, signal);
  ::pthread_sigmask(SIG_BLOCK, &held, &before_);
}

SignalsHeld::~SignalsHeld() {
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace hogtie
