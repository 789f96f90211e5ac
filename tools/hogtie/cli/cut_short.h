#pragma once

#include <cstdint>
#include <string>

#include "tools/hogtie/cli/exit_status.h"

namespace hogtie {

/// Says on stderr that the trace has no end, and how far it goes. Returns what to exit with.
ExitStatus report_cut_short(const std::string& trace, std::uint64_t steps);

}  // namespace hogtie
