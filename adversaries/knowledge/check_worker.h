#pragma once

#include <cstdint>
#include <string>

namespace hogtie {

/// Throws InputError if there is no worker of this number. `where` is the setting or the file that
/// names it.
void check_worker(std::uint32_t worker, const std::string& where, std::uint32_t workers);

}  // namespace hogtie
