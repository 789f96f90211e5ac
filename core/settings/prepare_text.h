#pragma once

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>

#include "core/settings/parse_text.h"

namespace hogtie {

/// Prepares a text for the parser of text format: names of enums in the files of `root` may be in
/// any case, and are written as the parser takes them. Returns the first character that does not
/// belong outside of quotes, or number that is not taken as it is written. Nothing moves: lines and
/// columns stay those of the text as given.
std::optional<ParseProblem> prepare_text(std::string& text,
                                         const google::protobuf::Descriptor& root);

}  // namespace hogtie
