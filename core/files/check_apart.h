#pragma once

#include <span>
#include <string>

namespace hogtie {

/// A file, and what it is to the command: "the trace", "the data".
struct NamedFile {
  std::string path;
  std::string what;
};

/// Throws InputError where writing an output would replace an input: where both are one file, by
/// whatever names, or the input is what the output is called until it is complete ("FILE.partial").
/// Two outputs must not be one file either. Pipes and devices may be both. Throws it, too, for an
/// output that output_place() refuses.
void check_apart(std::span<const NamedFile> inputs, std::span<const NamedFile> outputs);

}  // namespace hogtie
