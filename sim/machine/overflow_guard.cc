#include "sim/machine/overflow_guard.h"

#include <array>
#include <atomic>
#include <mutex>
#include <stdexcept>
#include <string>

namespace hogtie {
namespace {

constexpr std::size_t kSignalStackBytes = 64 * 1024;
constexpr std::size_t kRunsMax = 4096;

/// The guards alive; the handler reads it without a lock.
std::array<std::atomic<OverflowGuard*>, kRunsMax> guards{};
std::mutex installing;
std::size_t installed = 0;  // guarded by `installing`, as is `previous_action`
struct sigaction previous_action;

}  // namespace

void handle_fault(int signal, siginfo_t* information, void* context) {
  for (const auto& slot : guards) {
    OverflowGuard* const guard = slot.load(std::memory_order_acquire);
    if (guard == nullptr) continue;
    const bool opened = guard->pool_.open_reserve(information->si_addr);
    if (!opened && !guard->pool_.in_guard(information->si_addr)) continue;
    guard->notice_(guard->context_);
    if (opened) return;
    siglongjmp(guard->landing_, 1);
  }
  if ((previous_action.sa_flags & SA_SIGINFO) != 0 && previous_action.sa_sigaction != nullptr) {
    previous_action.sa_sigaction(signal, information, context);
    return;
  }
  // Returning repeats the faulting instruction, now under the action that was there before.
  sigaction(SIGSEGV, &previous_action, nullptr);
}

OverflowGuard::OverflowGuard(const StackPool& pool, Notice notice, void* context)
    : pool_(pool),
      notice_(notice),
      context_(context),
      signal_stack_(std::make_unique_for_overwrite<char[]>(kSignalStackBytes)) {
  const std::lock_guard lock(installing);
  for (slot_ = 0; guards[slot_].load(std::memory_order_relaxed) != nullptr;) {
    if (++slot_ < kRunsMax) continue;
    throw std::length_error("more than " + std::to_string(kRunsMax) + " simulations at a time");
  }
  if (installed++ == 0) {
    struct sigaction action {};
    action.sa_sigaction = handle_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(SIGSEGV, &action, &previous_action);
  }
  guards[slot_].store(this, std::memory_order_release);
}

OverflowGuard::~OverflowGuard() {
  const std::lock_guard lock(installing);
  guards[slot_].store(nullptr, std::memory_order_release);
  if (--installed == 0) sigaction(SIGSEGV, &previous_action, nullptr);
}

OverflowGuard::OnThread::OnThread(const OverflowGuard& guard) {
  stack_t stack{};
  stack.ss_sp = guard.signal_stack_.get();
  stack.ss_size = kSignalStackBytes;
  sigaltstack(&stack, &previous_);
}

OverflowGuard::OnThread::~OnThread() {
  sigaltstack(&previous_, nullptr);
}

/// The handler, in which the signal was blocked, has not returned.
void OverflowGuard::landed() {
  sigset_t faults;
  sigemptyset(&faults);
  sigaddset(&faults, SIGSEGV);
  pthread_sigmask(SIG_UNBLOCK, &faults, nullptr);
}

}  // namespace hogtie
