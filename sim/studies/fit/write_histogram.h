#pragma once

#include <string>
#include <vector>

#include "proto/schedule.pb.h"

namespace hogtie {

/// Writes a histogram for the adversary `histogram` in text format, a bin a line, below lines of
/// comment (see OutputFile). Throws InputError where that fails.
void write_histogram(const std::string& path, const std::vector<std::string>& comments,
                     const proto::ScheduleHistogram& histogram);

}  // namespace hogtie
