#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/settings/listing.h"
#include "sim/studies/run/run.h"
#include "tools/hogtie/output/table.h"

namespace hogtie {

/// "completed", "step limit", "diverged", ...
std::string verdict_text(proto::Verdict verdict);

/// One row a run: verdict and metrics, and behind them every setting that it ran with and the
/// command that repeats it. Without `settings` narrow enough for people: instead of these the seed,
/// and no distributions of delays.
Table run_table(const std::vector<RunReport>& reports, const std::vector<std::string>& commands,
                bool settings);

/// The command that runs the experiment again: with every setting that differs from its default.
std::string run_command_line(const proto::Experiment& experiment);

/// The command that replays a trace.
std::string replay_command_line(const std::string& trace);

/// The same with the options that a trace of this experiment needs. For traces that this process
/// has recorded: the options let the trace take what it names.
std::string replay_command_line(const std::string& trace, const proto::Experiment& experiment);

/// " --data ..." if a command that reads the record needs it; else nothing.
std::string data_option(const std::string& record, const proto::Experiment& experiment);

/// Writes names and values below each other, aligned, under a heading, for people: heading and
/// values become printable().
void write_list(const std::string& heading,
                const std::vector<std::pair<std::string, std::string>>& entries, std::ostream& out);

/// Every setting of the experiment that takes part, in the order of the .proto, but for those whose
/// paths begin with one of `unused`.
std::vector<Setting> settings_of(const proto::Experiment& experiment,
                                 std::span<const std::string_view> unused = {});

/// These, and after them the results, for people.
void write_settings(const proto::Experiment& experiment, std::ostream& out,
                    std::span<const std::string_view> unused = {});
void write_result(const RunReport& report, std::ostream& out, const char* heading = "result");

}  // namespace hogtie
