#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace hogtie {

/// Reads a file in protobuf's text format (see parse_text), of at most 1 MiB, into an empty
/// message, every value in range. A byte order mark at its beginning is skipped. `what` is what the
/// file should be, as in "an experiment". Throws InputError when the file cannot be read, or with
/// the first thing that is wrong as "PATH:LINE:COLUMN: ...".
void read_text(const std::string& path, const std::string& what,
               google::protobuf::Message& message);

}  // namespace hogtie
