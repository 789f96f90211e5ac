#pragma once

#include <string>

#include "proto/experiment.pb.h"

namespace hogtie {

/// The one check of an experiment, wherever it comes from, before anything is built from it: every
/// value in range and known here, names, and parameters that objective, algorithm and adversary
/// take, workers that crashes and schedules name, one success region. The adversary of threads,
/// which they run without, is only checked as far as that; its crashes, which they would not do,
/// are refused. Reads no file: what takes data or constants of the objective is checked where it is
/// made. Throws InputError with what is wrong, and what to do.
void check_experiment(const proto::Experiment& experiment);

/// The same of an experiment that stands in the file at `path`, such as a trace, which the message
/// names.
void check_experiment_of(const std::string& path, const proto::Experiment& experiment);

}  // namespace hogtie
