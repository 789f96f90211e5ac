#pragma once

#include <stdexcept>
#include <string>

namespace hogtie {

/// A wrong input of the user's. The message is one line: where, what is wrong, what to do.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Standard output cannot be written.
class StandardOutputError : public InputError {
 public:
  StandardOutputError(const std::string& message, bool is_unread)
      : InputError(message), is_unread_(is_unread) {}

  /// Whether the reason is that its reader has ended.
  bool is_unread() const { return is_unread_; }

 private:
  bool is_unread_;
};

}  // namespace hogtie
