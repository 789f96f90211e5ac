#pragma once

#include <string>

namespace hogtie {

/// Whether the path stands for the program's standard output.
bool is_standard_output(const std::string& path);

}  // namespace hogtie
