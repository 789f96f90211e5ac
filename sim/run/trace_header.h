#pragma once

#include <string>

#include "proto/trace.pb.h"
#include "sim/run/recorded_data.h"

namespace hogtie {

/// The header of a trace of this experiment, as run by this program on this machine.
proto::Header make_header(const proto::Experiment& experiment);

/// Throws InputError where a trace with this header need not replay here: recorded by another
/// build, or where arithmetic differs. The message says which, and what to do.
void check_header(const std::string& path, const proto::Header& header);

/// The experiment that a trace is of, with data that may be read. Throws InputError as
/// check_header, unless `force`d, and as settle_record.
proto::Experiment traced_experiment(const std::string& path, const RecordTrust& trust);

}  // namespace hogtie
