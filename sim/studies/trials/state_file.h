#pragma once

#include <cstdint>
#include <string>

#include "proto/trials.pb.h"

namespace hogtie {

/// A state of trials of this experiment, as run by this build on this machine, without a tally.
proto::TrialsState make_trials_state(const proto::Experiment& experiment);

/// Writes the state (see OutputFile). Throws InputError where it cannot be written.
void save_trials(const std::string& path, const proto::TrialsState& state);

/// Most trials that a state is of.
inline constexpr std::uint64_t kMostTrials = 1'000'000'000;

/// Throws InputError for a file that cannot be read, is no state of trials or is damaged: of these,
/// whether the tally's numbers agree is left to from_proto.
proto::TrialsState load_trials(const std::string& path);

/// Throws InputError, naming the first thing that differs, where the state is of another experiment
/// (as set up: RunSetup::experiment), build or arithmetic, so that going on would mix results.
void check_trials(const std::string& path, const proto::TrialsState& state,
                  const proto::Experiment& experiment);

}  // namespace hogtie
