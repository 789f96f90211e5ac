#include "core/settings/prepare_text.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <cstddef>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "core/settings/number_form.h"
#include "core/text/character.h"
#include "core/text/upper.h"

namespace hogtie {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::io::Tokenizer;

void add_enum_names(const FileDescriptor& file, std::set<std::string>& names) {
  for (int i = 0; i < file.enum_type_count(); ++i) {
    for (int k = 0; k < file.enum_type(i)->value_count(); ++k) {
      names.insert(file.enum_type(i)->value(k)->name());
    }
  }
  for (int i = 0; i < file.dependency_count(); ++i) add_enum_names(*file.dependency(i), names);
}

// Walks through a text by lines and columns from 0, as the tokenizer counts them.
class Cursor {
 public:
  explicit Cursor(const std::string& text) : text_(text) {}

  // The offset of a place at or behind the last one.
  std::size_t go_to(int line, int column) {
    constexpr int kTab = 8;
    while (offset_ < text_.size() && (line_ < line || (line_ == line && column_ < column))) {
      const char c = text_[offset_++];
      if (c == '\n') {
        ++line_;
        column_ = 0;
      } else {
        column_ += c == '\t' ? kTab - column_ % kTab : 1;
      }
    }
    return offset_;
  }

 private:
  const std::string& text_;
  std::size_t offset_ = 0;
  int line_ = 0;
  int column_ = 0;
};

// What the tokenizer does not take; after that, what it says is not about the text any more.
class FirstCharacter : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (place) return;
    place = {line, column};
    is_character =
        message.starts_with("Invalid control") || message.starts_with("Interpreting non ascii");
  }

  std::optional<std::pair<int, int>> place;
  bool is_character = false;  // or else another error, which the parser finds too
};

ParseProblem character_problem(const std::string& text, std::size_t offset, int line, int column) {
  const Character character = first_character(std::string_view(text).substr(offset));
  return {line + 1, column + 1,
          description(character) + " stands outside of quotes; replace or remove it"};
}

class Preparation {
 public:
  Preparation(std::string& text, const Descriptor& root)
      : text_(text),
        input_(text.data(), static_cast<int>(text.size())),
        tokenizer_(&input_, &errors_),
        tokens_(text_) {
    add_enum_names(*root.file(), names_);
    // As the parser sets it.
    tokenizer_.set_allow_f_after_float(true);
    tokenizer_.set_comment_style(Tokenizer::SH_COMMENT_STYLE);
    tokenizer_.set_require_space_after_number(false);
    tokenizer_.set_allow_multiline_strings(true);
  }

  std::optional<ParseProblem> run() {
    std::vector<std::size_t> names;  // where in the text, to be written in capitals
    Tokenizer::Token before{};
    Tokenizer::Token current{};
    while (tokenizer_.Next()) {
      const Tokenizer::Token& next = tokenizer_.current();
      if (auto problem = number_problem(next)) return problem;
      if (errors_.place) break;
      if (is_enum(before, current, next)) names.push_back(at(current));
      before = std::exchange(current, next);
    }
    if (is_enum(before, current, {})) names.push_back(at(current));
    if (errors_.is_character) {
      const auto [line, column] = *errors_.place;
      return character_problem(text_, Cursor(text_).go_to(line, column), line, column);
    }
    for (const std::size_t begin : names) {
      for (std::size_t k = begin; k < text_.size() && is_letter(text_[k]); ++k) {
        text_[k] = upper(std::string_view(&text_[k], 1))[0];
      }
    }
    return std::nullopt;
  }

 private:
  static bool is_letter(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  std::size_t at(const Tokenizer::Token& token) { return tokens_.go_to(token.line, token.column); }

  // A value, not the name of a field.
  bool is_enum(const Tokenizer::Token& before, const Tokenizer::Token& token,
               const Tokenizer::Token& next) const {
    if (token.type != Tokenizer::TYPE_IDENTIFIER) return false;
    const bool opens = before.text == ":" || before.text == "[" || before.text == ",";
    const bool names_field = next.text == ":" || next.text == "{" || next.text == "<";
    return opens && !names_field && names_.contains(upper(token.text));
  }

  static std::optional<ParseProblem> number_problem(const Tokenizer::Token& token) {
    if (token.type != Tokenizer::TYPE_INTEGER && token.type != Tokenizer::TYPE_FLOAT) {
      return std::nullopt;
    }
    const auto problem = number_form_problem(token.text);
    if (!problem) return std::nullopt;
    return ParseProblem{token.line + 1, token.column + 1, *problem};
  }

  std::string& text_;
  google::protobuf::io::ArrayInputStream input_;
  FirstCharacter errors_;
  Tokenizer tokenizer_;
  Cursor tokens_;
  std::set<std::string> names_;
};

}  // namespace

std::optional<ParseProblem> prepare_text(std::string& text, const Descriptor& root) {
  return Preparation(text, root).run();
}

}  // namespace hogtie
