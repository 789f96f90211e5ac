#pragma once

#include <cstdint>
#include <string>

namespace hogtie {

/// Steps that a trace records, as far as it goes. Throws InputError where it cannot be read.
std::uint64_t count_steps(const std::string& trace);

}  // namespace hogtie
