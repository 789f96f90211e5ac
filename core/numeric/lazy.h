#pragma once

#include <exception>
#include <memory>
#include <mutex>

namespace hogtie {

/// A value computed when it is first asked for, once, whichever thread asks. Movable, not copyable.
template <class T>
class Lazy {
 public:
  /// The value; `compute()` is called if it has not been before. What it threw, every call throws.
  template <class Compute>
  const T& get(Compute&& compute) const {
    // The exception is kept rather than passed through call_once, which the thread sanitizer does
    // not survive.
    std::call_once(state_->once, [&] {
      try {
        state_->value = compute();
      } catch (...) {
        state_->error = std::current_exception();
      }
    });
    if (state_->error) std::rethrow_exception(state_->error);
    return state_->value;
  }

 private:
  struct State {
    std::once_flag once;
    T value{};
    std::exception_ptr error;
  };
  std::unique_ptr<State> state_ = std::make_unique<State>();
};

}  // namespace hogtie
