#pragma once

#include <string>

#include "proto/experiment.pb.h"

namespace hogtie {

/// The experiment in a file in protobuf's text format, of at most 1 MiB, every value in range. A
/// derived setting may stand in it, so that what to_text wrote reads back. Files that it names are
/// relative to its directory, and in the result to the working directory. "-" is standard input;
/// files that it, or one in /dev or /proc, names are relative to the working directory. Throws
/// InputError when the file cannot be read, or with the first thing that is wrong as
/// "PATH:LINE:COLUMN: ...".
proto::Experiment read_experiment(const std::string& path);

}  // namespace hogtie
