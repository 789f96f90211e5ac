#pragma once

#include <string_view>

namespace hogtie {

/// SHA-256, in hexadecimal, of what decides a run and its metrics beside the experiment: names and
/// contents of the sources of algorithms, objectives, adversaries, machine and monitors; compiler,
/// flags, and versions of the header libraries. It does not depend on where the source tree lies.
std::string_view build_fingerprint();

/// Version of the project, for people.
std::string_view version();

}  // namespace hogtie
