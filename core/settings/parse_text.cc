#include "core/settings/parse_text.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>

#include <cstddef>

#include "core/settings/field_text.h"
#include "core/settings/find_field.h"
#include "core/settings/prepare_text.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

// Groups in groups; the deepest experiment has twelve.
constexpr int kDeepest = 32;

class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (!problem) problem = ParseProblem{line + 1, column + 1, message};
  }

  std::optional<ParseProblem> problem;
};

// The dotted path from `type` to the messages of type `wanted`, lists included. A type may hold
// lists of itself, which lead nowhere else.
std::optional<std::string> path_to(const Descriptor& type, const std::string& wanted,
                                   const std::string& group) {
  if (type.full_name() == wanted) return group;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (field.message_type() == &type) continue;
    auto path = path_to(*field.message_type(), wanted, join_path(group, field.name()));
    if (path) return path;
  }
  return std::nullopt;
}

// What stands in `text` between `before` and `after`; empty when they do not.
std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const std::size_t start = text.find(before);
  if (start == std::string::npos) return "";
  const std::size_t first = start + before.size();
  const std::size_t end = text.find(after, first);
  if (end == std::string::npos) return "";
  return text.substr(first, end - first);
}

// The parser's own message, or a better one when it says that a field is unknown.
std::string explain(const std::string& message, const Descriptor& root) {
  const std::string type_name = between(message, "Message type \"", "\" has no field named");
  const std::string name = between(message, "has no field named \"", "\"");
  if (message.starts_with("Message is too deep")) {
    return "more than " + std::to_string(kDeepest) + " groups in each other; nest them less deep";
  }
  const Descriptor* type = root.file()->pool()->FindMessageTypeByName(type_name);
  if (!type || name.empty()) {
    if (message.ends_with("got: ")) return printable(message) + "the end of the text";
    if (message.starts_with("Expected string, got: ")) {
      return printable(message) + "; write it in quotes";
    }
    const bool unnamed = message.starts_with("Expected identifier, got: ");
    return printable(message) + (unnamed ? "; write each setting as 'name: value'" : "");
  }
  return unknown_setting(root, path_to(root, type_name, "").value_or(""), *type, name);
}

}  // namespace

std::optional<ParseProblem> parse_text(const std::string& text, const Descriptor& root,
                                       google::protobuf::Message& message,
                                       TextFormat::ParseInfoTree* places) {
  std::string prepared = text;
  if (auto problem = prepare_text(prepared, root)) return problem;
  FirstError errors;
  TextFormat::Parser parser;
  parser.SetRecursionLimit(kDeepest);
  parser.RecordErrorsTo(&errors);
  parser.WriteLocationsTo(places);
  if (parser.ParseFromString(prepared, &message)) return std::nullopt;
  ParseProblem problem = errors.problem.value_or(ParseProblem{1, 1, "not in text format"});
  problem.what = explain(problem.what, root);
  return problem;
}

}  // namespace hogtie
