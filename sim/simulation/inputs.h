#pragma once

#include <string>
#include <vector>

#include "core/files/check_apart.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// The files that a run of the experiment reads: data, and what its adversary and the members of a
/// portfolio go by.
std::vector<NamedFile> inputs_of(const proto::Experiment& experiment);
std::vector<NamedFile> inputs_of(const proto::Adversary& adversary);

/// Throws InputError where an output would replace one of them; `option` names it: "'--out'".
void check_output_apart(const proto::Experiment& experiment, const std::string& output,
                        const std::string& option);

}  // namespace hogtie
