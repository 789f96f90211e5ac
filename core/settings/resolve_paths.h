#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace hogtie {

/// Makes every file that the message names, and the messages in it, relative to `directory`: those
/// settings whose option `names_file` says so (proto/settings.proto). Absolute paths, "-" and empty
/// ones stay; so do all for an empty directory.
void resolve_paths(google::protobuf::Message& message, const std::string& directory);

}  // namespace hogtie
