#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>

namespace hogtie {

/// A statement was asked for where its premise does not hold. The message names the premise, with
/// the figures that break it.
class PremiseError : public std::domain_error {
 public:
  /// `premise` says what does not hold: "0 < theta <= 1 (theta = 2)".
  explicit PremiseError(const std::string& premise)
      : std::domain_error("premise does not hold: " + premise), premise_(premise) {}

  const std::string& premise() const { return premise_; }

 private:
  std::string premise_;
};

/// A figure that a premise speaks of.
struct Figure {
  const char* name;
  double value;
};

/// Throws PremiseError, naming the premise and the figures, unless it holds.
void require_premise(bool holds, const char* premise, std::initializer_list<Figure> figures = {});

}  // namespace hogtie
