#pragma once

#include <stdexcept>

namespace hogtie {

/// A wrong input of the user's. The message is one line: where, what is wrong, what to do.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace hogtie
