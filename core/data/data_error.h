#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error.h"

namespace hogtie {

/// A wrong line of a data file: "data.svm:3: label 'x' is not a number; write a decimal number".
class DataError : public InputError {
 public:
  /// `kind` names the part of the line, `content` quotes it, and `problem` says the rest. Either of
  /// the first two may be empty; `problem` must say nothing of the file's content.
  DataError(const std::string& path, std::size_t line, std::string_view kind,
            const std::string& content, std::string_view problem);

  /// The same message without the content.
  const std::string& without_content() const { return without_content_; }

 private:
  std::string without_content_;
};

}  // namespace hogtie
