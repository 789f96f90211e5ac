#pragma once

#include "proto/experiment.pb.h"
#include "tests/fuzz/choices.h"

namespace hogtie::fuzz {

/// An experiment of a few thousand steps at most, on the files of work_directory(): any objective,
/// algorithm and adversary with any settings that go with them, at step sizes from 0 to divergence.
/// Nearly all are legal; what one part asks of another may not be met.
proto::Experiment random_experiment(InputChoices& choices);

}  // namespace hogtie::fuzz
