#include "tools/hogtie/commands/run/run_table.h"

#include <algorithm>
#include <cctype>
#include <ostream>
#include <string_view>
#include <utility>

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "core/objectives/registry.h"
#include "core/settings/listing.h"
#include "core/text/quote.h"
#include "core/text/shell_word.h"
#include "sim/simulation/recorded_data.h"
#include "tools/hogtie/cli/settings_json.h"
#include "tools/hogtie/output/json.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

using RowEntry = std::pair<Column, Cell>;

template <class Value>
Cell known(bool present, Value value) {
  return present ? Cell(value) : Cell();
}

void add_delays(const std::string& order, const proto::Delays& delays, std::vector<RowEntry>& row) {
  const std::string prefix = "delay_by_" + order + "_";
  row.push_back({{prefix + "mean", ""}, known(delays.has_mean(), delays.mean())});
  row.push_back({{prefix + "median", ""}, known(delays.has_median(), delays.median())});
  row.push_back({{prefix + "p90", ""}, known(delays.has_p90(), delays.p90())});
  row.push_back({{prefix + "p99", ""}, known(delays.has_p99(), delays.p99())});
  row.push_back({{prefix + "max", ""}, known(delays.has_maximum(), delays.maximum())});
}

/// What a trace that was cut short does not tell is left empty, as are contention and delays where
/// no iteration ended.
std::vector<RowEntry> result_row(const RunReport& report) {
  const proto::Metrics& m = report.metrics;
  const bool any = m.iterations() > 0;
  std::vector<RowEntry> row{
      {{"verdict", ""}, verdict_text(report.ending.verdict)},
      {{"detail", ""}, report.ending.detail.empty() ? Cell() : Cell(report.ending.detail)},
      {{"iterations", ""}, known(m.has_iterations(), m.iterations())},
      {{"steps", ""}, std::uint64_t{m.steps()}},
      {{"hitting_time", "iterations"}, known(m.has_hitting_time(), m.hitting_time())},
      {{"hitting_step", ""}, known(m.has_hitting_step(), m.hitting_step())},
      {{"final_distance", "||x-x*||"}, known(m.has_final_distance(), m.final_distance())},
      {{"final_loss", ""}, known(m.has_final_loss(), m.final_loss())},
      {{"final_gradient_norm", ""}, known(m.has_final_gradient_norm(), m.final_gradient_norm())},
      {{"tau_max", "iterations"}, known(any && m.has_tau_max(), m.tau_max())},
      {{"tau_avg", "iterations"}, known(any && m.has_tau_avg(), m.tau_avg())},
  };
  const proto::Delays none;
  add_delays("start", any ? m.delays_by_start() : none, row);
  add_delays("first_update", any ? m.delays_by_first_update() : none, row);
  add_delays("end", any ? m.delays_by_end() : none, row);
  row.push_back({{"lost_updates", ""}, known(m.has_lost_updates(), m.lost_updates())});
  row.push_back({{"updates", ""}, known(m.has_updates(), m.updates())});
  row.push_back({{"spins", "steps"}, known(m.has_spins(), m.spins())});
  // A trace does not tell how long its run took.
  const bool timed = report.seconds > 0;
  row.push_back({{"seconds", "s"}, known(timed, report.seconds)});
  row.push_back(
      {{"steps_per_second", "1/s"}, known(timed, static_cast<double>(m.steps()) / report.seconds)});
  return row;
}

/// Whether the setting takes part: a named objective, algorithm or adversary takes some of its
/// group's settings only.
bool takes_part(const proto::Experiment& experiment, const std::string& path) {
  const auto taken = [&](std::string_view group, std::string_view name,
                         std::span<const RegistryEntry> entries,
                         std::span<const std::string_view> common) {
    if (!path.starts_with(std::string(group) + ".")) return true;
    const std::string rest = path.substr(group.size() + 1);
    const std::string_view field = std::string_view(rest).substr(0, rest.find('.'));
    const auto has = [&](std::span<const std::string_view> fields) {
      return std::find(fields.begin(), fields.end(), field) != fields.end();
    };
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [&](const RegistryEntry& e) { return e.name == name; });
    return field == "name" || has(common) || (entry != entries.end() && has(entry->parameters));
  };
  const bool threads = experiment.machine().kind() == proto::THREADS;
  if (path.starts_with("adversary.") && threads) return false;
  if (path == "machine.stack_bytes" || path.starts_with("limits.")) return !threads;
  if (path == "machine.order" || path == "machine.layout") return threads;
  constexpr std::string_view kObjective = "objective.";
  if (path.starts_with(kObjective)) {
    const std::string_view field = std::string_view(path).substr(kObjective.size());
    return takes_setting(experiment.objective(), field.substr(0, field.find('.')));
  }
  return taken("algorithm", experiment.algorithm().name(), algorithms(), {}) &&
         taken("adversary", experiment.adversary().name(), adversaries(), wrapper_parameters());
}

}  // namespace

std::string verdict_text(proto::Verdict verdict) {
  std::string text = proto::Verdict_Name(verdict);
  for (char& c : text) c = c == '_' ? ' ' : static_cast<char>(std::tolower(c));
  return text;
}

Table run_table(const std::vector<RunReport>& reports, const std::vector<std::string>& commands,
                bool settings) {
  std::vector<std::vector<RowEntry>> rows;
  for (std::size_t k = 0; k < reports.size(); ++k) {
    std::vector<RowEntry> row = result_row(reports[k]);
    if (settings) {
      const Json values = settings_json(reports[k].experiment);
      for (const Setting& setting : all_settings(reports[k].experiment)) {
        const auto value = values.find(setting.path);
        const bool given = value != values.end() && takes_part(reports[k].experiment, setting.path);
        row.push_back({{setting.path, setting.unit},
                       given ? Cell(Composite{setting.value, json_line(*value)}) : Cell()});
      }
      row.push_back({{"replay", ""}, commands[k]});
    } else {
      std::erase_if(row, [](const RowEntry& entry) {
        return entry.first.name == "detail" || entry.first.name.starts_with("delay_by_");
      });
      row.insert(row.begin(), {{"seed", ""}, WideInteger{reports[k].experiment.seed()}});
    }
    rows.push_back(std::move(row));
  }
  std::vector<Column> columns;
  for (const RowEntry& entry : rows.front()) columns.push_back(entry.first);
  Table table(std::move(columns));
  for (std::vector<RowEntry>& row : rows) {
    std::vector<Cell> cells;
    for (RowEntry& entry : row) cells.push_back(std::move(entry.second));
    table.add_row(std::move(cells));
  }
  return table;
}

std::string replay_command_line(const std::string& trace) {
  return "hogtie replay " + shell_path(trace);
}

std::string replay_command_line(const std::string& trace, const proto::Experiment& experiment) {
  // The limit that a trace names counts if it is forced (see settle_record).
  const proto::Limits& limits = experiment.limits();
  const bool raised = limits.memory() > proto::Limits::default_instance().memory();
  return replay_command_line(trace) + data_option(trace, experiment) + (raised ? " --force" : "");
}

std::string data_option(const std::string& record, const proto::Experiment& experiment) {
  const std::optional<std::string> data = data_to_name(record, experiment);
  return data ? " --data " + shell_path(*data) : "";
}

std::string run_command_line(const proto::Experiment& experiment) {
  std::string line = "hogtie run";
  for (const Setting& setting : all_settings(experiment)) {
    if (!setting.is_set || setting.is_derived || setting.value == setting.default_value) continue;
    line += " --set " + shell_word(setting.path + "=" + setting.value);
  }
  return line;
}

void write_list(const std::string& heading,
                const std::vector<std::pair<std::string, std::string>>& entries,
                std::ostream& out) {
  std::size_t width = 0;
  for (const auto& [name, value] : entries) width = std::max(width, name.size());
  out << printable(heading) << '\n';
  for (const auto& [name, value] : entries) {
    out << "  " << name << std::string(width - name.size() + 2, ' ') << printable(value) << '\n';
  }
}

std::vector<Setting> settings_of(const proto::Experiment& experiment,
                                 std::span<const std::string_view> unused) {
  std::vector<Setting> settings = all_settings(experiment);
  std::erase_if(settings, [&](const Setting& setting) {
    return !takes_part(experiment, setting.path) ||
           std::any_of(unused.begin(), unused.end(),
                       [&](std::string_view begin) { return setting.path.starts_with(begin); });
  });
  return settings;
}

void write_settings(const proto::Experiment& experiment, std::ostream& out,
                    std::span<const std::string_view> unused) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const Setting& setting : settings_of(experiment, unused)) {
    const bool has_unit = !setting.unit.empty() && setting.value != "none";
    entries.emplace_back(setting.path, setting.value + (has_unit ? " " + setting.unit : ""));
  }
  write_list("experiment", entries, out);
}

void write_result(const RunReport& report, std::ostream& out, const char* heading) {
  std::vector<std::pair<std::string, std::string>> entries;
  const auto row = result_row(report);
  for (const auto& [column, cell] : row) {
    const bool is_empty = std::holds_alternative<std::monostate>(cell);
    const bool not_hit = column.name.starts_with("hitting_") && report.metrics.has_tau_max();
    if (is_empty && !not_hit) continue;
    const bool has_unit = !column.unit.empty() && !is_empty;
    entries.emplace_back(column.name, cell_text(cell) + (has_unit ? " " + column.unit : ""));
  }
  write_list(heading, entries, out);
}

}  // namespace hogtie
