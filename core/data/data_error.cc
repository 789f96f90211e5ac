#include "core/data/data_error.h"

namespace hogtie {
namespace {

std::string message(const std::string& path, std::size_t line, std::string_view kind,
                    std::string_view content, std::string_view problem) {
  std::string text = path + ":" + std::to_string(line) + ": ";
  text += kind;
  if (!kind.empty() && !content.empty()) text += ' ';
  text += content;
  if ((!kind.empty() || !content.empty()) && !problem.starts_with(';')) text += ' ';
  text += problem;
  return text;
}

}  // namespace

DataError::DataError(const std::string& path, std::size_t line, std::string_view kind,
                     const std::string& content, std::string_view problem)
    : InputError(message(path, line, kind, content, problem)),
      without_content_(message(path, line, kind, {}, problem)) {}

}  // namespace hogtie
