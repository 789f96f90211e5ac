#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <optional>
#include <string>
#include <string_view>

namespace hogtie {

/// Why a text is not a message in protobuf's text format. Line and column count from 1.
struct ParseProblem {
  int line;
  int column;
  std::string what;  ///< one line
};

/// Reads a message in text format, as prepare_text widens it, of at most 32 groups in each other,
/// and where its fields stand if `places` is given. `root` is the type where dotted paths begin,
/// for the hints on unknown fields. Returns the first problem; the message is then not to be used.
std::optional<ParseProblem> parse_text(
    const std::string& text, const google::protobuf::Descriptor& root,
    google::protobuf::Message& message,
    google::protobuf::TextFormat::ParseInfoTree* places = nullptr);

}  // namespace hogtie
