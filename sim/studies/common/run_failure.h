#pragma once

#include <exception>
#include <stdexcept>

namespace hogtie {

/// An interrupt has ended a run of a study.
class Interrupted : public std::exception {};

/// A worker or the adversary has failed in a run.
class RunFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace hogtie
