#pragma once

#include <initializer_list>
#include <iostream>
#include <optional>
#include <streambuf>
#include <string>

#include "core/files/standard_output.h"

namespace hogtie {

/// While it lives, results go to stderr if one of the outputs goes to standard output ("-"), so
/// that the two do not mix.
class ResultsAside {
 public:
  explicit ResultsAside(std::initializer_list<std::optional<std::string>> outputs) {
    for (const std::optional<std::string>& output : outputs) {
      if (before_ != nullptr || !output || !is_standard_output(*output)) continue;
      before_ = std::cout.rdbuf(std::cerr.rdbuf());
    }
  }
  ~ResultsAside() {
    if (before_ != nullptr) std::cout.rdbuf(before_);
  }
  ResultsAside(const ResultsAside&) = delete;
  ResultsAside& operator=(const ResultsAside&) = delete;

 private:
  std::streambuf* before_ = nullptr;
};

}  // namespace hogtie
