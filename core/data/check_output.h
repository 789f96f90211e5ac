#pragma once

#include <string>

namespace hogtie {

/// For files that are written beside their place and moved there when they are complete. Throws
/// InputError where that would fail, or would replace what is no regular file (a pipe, a device);
/// `what` is to be written, "a trace".
void check_output(const std::string& path, const std::string& what);

}  // namespace hogtie
