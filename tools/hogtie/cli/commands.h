#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/registry_entry.h"
#include "tools/hogtie/cli/options.h"

namespace hogtie {

/// The commands, with the arguments after their name. Each writes its results to stdout and returns
/// an ExitStatus; wrong usage or input is an InputError.
int run_command(std::span<const std::string> arguments);
int trials_command(std::span<const std::string> arguments);
int replay_command(std::span<const std::string> arguments);
int trace_command(std::span<const std::string> arguments);
int bound_command(std::span<const std::string> arguments);
int certify_command(std::span<const std::string> arguments);
int price_command(std::span<const std::string> arguments);
int compare_command(std::span<const std::string> arguments);
int league_command(std::span<const std::string> arguments);
int fit_command(std::span<const std::string> arguments);
int train_command(std::span<const std::string> arguments);
int what_if_command(std::span<const std::string> arguments);
int list_command(std::span<const std::string> arguments);

/// What the commands do once their options are read.
int execute_run(const RunOptions& options);
int execute_trials(const TrialsOptions& options);
int execute_replay(const ReplayOptions& options);
int execute_trace_info(const TraceInfoOptions& options);
int execute_trace_show(const TraceShowOptions& options);
int execute_trace_diff(const TraceDiffOptions& options);
int execute_bound(const BoundOptions& options);
int execute_certify(const CertifyOptions& options);
int execute_price(const PriceOptions& options);
int execute_compare(const CompareOptions& options);
int execute_league(const LeagueOptions& options);
int execute_fit(const FitOptions& options);
int execute_train(const TrainOptions& options);
int execute_what_if(const WhatIfOptions& options);

/// What there is of a kind, in the order in which it is listed.
std::vector<RegistryEntry> registry_entries(Registry registry);

/// The fields of its group of settings that each of them takes beside its own parameters.
std::vector<std::string_view> common_parameters(Registry registry);

}  // namespace hogtie
