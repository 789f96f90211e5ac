#pragma once

#include <optional>
#include <string>

#include "proto/trace.pb.h"
#include "sim/run/recorded_data.h"
#include "sim/trace/trace_file.h"

namespace hogtie {

/// The header of a trace of this experiment, as run by this program on this machine.
proto::Header make_header(const proto::Experiment& experiment);

/// Throws InputError where a trace with this header need not replay here: recorded by another
/// build, or where arithmetic differs. The message says which, and what to do.
void check_header(const std::string& path, const proto::Header& header);

/// Whether neither is the case: what the trace says of its results is what this program finds.
bool was_made_here(const proto::Header& header);

/// The experiment that a trace is of, with data that may be read. Throws InputError as
/// check_header, unless `force`d, as check_experiment_of, and as settle_record.
proto::Experiment traced_experiment(const TraceFile& trace, const RecordTrust& trust);

/// The experiment of a run that begins as a recorded one, which may be of threads, and goes on in
/// the simulator under this adversary; none: as recorded of a simulated run.
proto::Experiment continued_experiment(proto::Experiment recorded,
                                       const std::optional<proto::Adversary>& adversary);

}  // namespace hogtie
