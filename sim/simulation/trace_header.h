#pragma once

#include <memory>
#include <optional>
#include <string>

#include "proto/trace.pb.h"
#include "sim/simulation/recorded_data.h"
#include "sim/simulation/run_setup.h"
#include "sim/trace/trace_file.h"

namespace hogtie {

/// The header of a trace of this experiment, as run by this program on this machine.
proto::Header make_header(const proto::Experiment& experiment);

/// Throws InputError if floating-point arithmetic here differs from that of the recording: then the
/// trace need not replay.
void check_header(const std::string& path, const proto::Header& header);

/// Whether this build recorded it, with this arithmetic. A trace of another build is replayed all
/// the same, and held against its own digests.
bool was_made_here(const proto::Header& header);

/// The build that recorded it, if another one did:
/// "recorded by another build, version 0.1.0 (0123456789ab)".
std::optional<std::string> other_build(const proto::Header& header);

/// The experiment that a trace is of, with data that may be read. Throws InputError as
/// check_header, unless `force`d, as check_experiment_of, and as settle_record.
proto::Experiment traced_experiment(const TraceFile& trace, const RecordTrust& trust);

/// Sets up an experiment that a trace gives. Throws InputError as RunSetup and its machine_shape,
/// with the name of the trace.
std::unique_ptr<const RunSetup> set_up_traced(const TraceFile& trace,
                                              const proto::Experiment& experiment);

/// The experiment of the trace, set up. Throws as traced_experiment and set_up_traced.
std::unique_ptr<const RunSetup> traced_setup(const TraceFile& trace, const RecordTrust& trust);

/// The experiment of a run that begins as a recorded one, which may be of threads, and goes on in
/// the simulator under this adversary; none: as recorded of a simulated run.
proto::Experiment continued_experiment(proto::Experiment recorded,
                                       const std::optional<proto::Adversary>& adversary);

}  // namespace hogtie
