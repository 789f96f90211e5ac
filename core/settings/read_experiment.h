#pragma once

#include <string>

#include "proto/experiment.pb.h"

namespace hogtie {

/// The experiment in a file in protobuf's text format, of at most 1 MiB, every value in range. A
/// derived setting may stand in it, so that what to_text wrote reads back. Throws InputError when
/// the file cannot be read, or with the first thing that is wrong as "PATH:LINE:COLUMN: ...".
proto::Experiment read_experiment(const std::string& path);

}  // namespace hogtie
