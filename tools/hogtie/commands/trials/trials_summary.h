#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "proto/experiment.pb.h"
#include "sim/studies/trials/run_trials.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// What is printed of trials.
struct TrialsSummary {
  const proto::Experiment& experiment;  ///< as run
  const TrialsReport& report;
  const std::vector<std::uint64_t>& curve_times;
  std::uint64_t asked;  ///< trials asked for
  double confidence;    ///< of the intervals
};

/// "all run", "narrow enough", "interrupted" or "failed".
std::string end_text(const TrialsReport& report);

/// Share of the trials that missed the success region; none of no trials.
std::optional<double> failure_share(const TrialTally& tally);

/// The command that runs a trial again.
std::string trial_command_line(const proto::Experiment& experiment, std::uint64_t trial);

/// Writes them in the format: as lists and tables for people; as one JSON object; as CSV with a row
/// for each quantity: quantity, t, trials, value, low, high.
void write_trials(const TrialsSummary& summary, Format format, std::ostream& out);

void write_trials_text(const TrialsSummary& summary, std::ostream& out);
void write_trials_json(const TrialsSummary& summary, std::ostream& out);
void write_trials_csv(const TrialsSummary& summary, std::ostream& out);

}  // namespace hogtie
