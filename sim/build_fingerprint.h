#pragma once

#include <string_view>

namespace hogtie {

/// SHA-256, in hexadecimal, of what decides a run beside its experiment: the names and contents of
/// the sources, the compiler, its flags, and the versions of the header libraries. It does not
/// depend on where the source tree lies.
std::string_view build_fingerprint();

/// Version of the project, for people.
std::string_view version();

}  // namespace hogtie
