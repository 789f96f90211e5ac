#pragma once

#include "proto/experiment.pb.h"

namespace hogtie::fuzz {

/// Whether a legal experiment is set up in milliseconds and takes little memory. One that is out of
/// range may be refused at any time, and counts as small.
bool is_small(const proto::Experiment& experiment);

/// Whether a run of it is over soon, whoever schedules.
bool is_short(const proto::Experiment& experiment);

}  // namespace hogtie::fuzz
