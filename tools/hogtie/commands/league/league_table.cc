#include "tools/hogtie/commands/league/league_table.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/text/number.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

std::string rounded(double value, const char* format = "%.2f") {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

template <class Value>
std::string text_or(const std::optional<Value>& value, const std::string& otherwise) {
  return value ? format_six_digits(static_cast<double>(*value)) : otherwise;
}

/// "1.25 [1.2, 1.31]"
std::string price_text(const MedianRatio& price) {
  if (!price.value) return "-";
  return rounded(*price.value) + " [" + (price.low ? rounded(*price.low) : "0") + ", " +
         (price.high ? rounded(*price.high) : "inf") + "]";
}

/// "82 [80, 85]"
std::string time_text(const MedianTime& time) {
  if (!time.median) return "-";
  return std::to_string(*time.median) + " [" + text_or(time.low, "0") + ", " +
         text_or(time.high, "inf") + "]";
}

/// "0", or "12 % [8, 17] late"
std::string failure_text(const LeagueResult& result) {
  if (result.failures() == 0) return "0";
  const Interval share = result.failure_interval();
  const auto percent = [](double value) { return rounded(100 * value, "%.3g"); };
  return percent(static_cast<double>(result.failures()) / static_cast<double>(result.trials)) +
         " % [" + percent(share.low) + ", " + percent(share.high) + "] " + league_failures(result);
}

Table price_matrix(const LeagueReport& report, LeaguePick pick) {
  const std::vector<std::string> columns = league_columns(report);
  std::vector<Column> head{{"algorithm", ""}};
  for (const std::string& column : columns) head.push_back({column, ""});
  Table table(std::move(head));
  for (const std::string& algorithm : report.algorithms) {
    std::vector<Cell> row{algorithm};
    for (const std::string& column : columns) {
      const LeagueCell* const cell = find_cell(report, algorithm, column);
      row.push_back(cell == nullptr ? Cell() : league_cell_text(pick(*cell), report.sequential));
    }
    table.add_row(std::move(row));
  }
  return table;
}

Table cell_table(const LeagueReport& report) {
  Table table({{"algorithm", ""},
               {"against", ""},
               {"alpha", ""},
               {"hits at", ""},
               {"price", ""},
               {"missed", ""},
               {"lost", ""},
               {"spins", ""},
               {"uniform's alpha", ""},
               {"its price", ""},
               {"its missed", ""}});
  for (const LeagueCell& cell : report.cells) {
    const LeagueResult& at_best = cell.tuned;
    const LeagueResult& at_uniform = cell.tuned_under_uniform;
    const auto lost = at_best.lost_share();
    const std::uint64_t spins = at_best.spins;
    table.add_row(
        {cell.point.algorithm, league_column(cell.point), optional_cell(cell.best_step_size),
         time_text(at_best.hitting_time()), price_text(at_best.price(report.sequential)),
         failure_text(at_best), lost ? Cell(rounded(100 * *lost, "%.3g") + " %") : Cell(),
         spins > 0
             ? Cell(rounded(100 * static_cast<double>(spins) / static_cast<double>(at_best.steps),
                            "%.3g") +
                    " %")
             : Cell(),
         optional_cell(cell.best_under_uniform), price_text(at_uniform.price(report.sequential)),
         failure_text(at_uniform)});
  }
  return table;
}

void add_row(const LeagueReport& report, const LeagueCell& cell, const std::string& tuned_where,
             const std::optional<double>& best, const LeagueResult& result, Table& table) {
  const MedianTime time = result.hitting_time();
  const MedianRatio price = result.price(report.sequential);
  const Interval failure = result.failure_interval();
  table.add_row({cell.point.algorithm,
                 league_column(cell.point),
                 std::uint64_t{cell.point.workers},
                 tuned_where,
                 optional_cell(best),
                 result.step_size,
                 report.budget,
                 result.trials,
                 optional_cell(time.median),
                 optional_cell(time.low),
                 optional_cell(time.high),
                 optional_cell(price.value),
                 optional_cell(price.low),
                 optional_cell(price.high),
                 result.failures(),
                 failure.low,
                 failure.high,
                 result.diverged,
                 result.starved,
                 result.stuck,
                 optional_cell(result.lost_share()),
                 result.steps,
                 result.spins,
                 report.sequential.step_size,
                 optional_cell(report.sequential.hitting_time().median)});
}

}  // namespace

const LeagueResult& tuned(const LeagueCell& cell) {
  return cell.tuned;
}

const LeagueResult& tuned_under_uniform(const LeagueCell& cell) {
  return cell.tuned_under_uniform;
}

std::string league_column(const LeaguePoint& point) {
  return point.on_threads() ? "threads=" + std::to_string(point.workers) : point.adversary;
}

std::vector<std::string> league_columns(const LeagueReport& report) {
  std::vector<std::string> columns = report.adversaries;
  for (const std::uint32_t workers : report.hardware) {
    columns.push_back(league_column({"", "", workers}));
  }
  return columns;
}

const LeagueCell* find_cell(const LeagueReport& report, const std::string& algorithm,
                            const std::string& column) {
  const auto cell = std::ranges::find_if(report.cells, [&](const LeagueCell& c) {
    return c.point.algorithm == algorithm && league_column(c.point) == column;
  });
  return cell == report.cells.end() ? nullptr : &*cell;
}

std::string league_cell_text(const LeagueResult& result, const LeagueResult& sequential) {
  const auto price = result.price(sequential).value;
  if (!price) return league_failures(result);
  const bool often = 20 * result.failures() > result.trials;
  return rounded(*price, *price < 10 ? "%.2f" : "%.1f") + (often ? "*" : "");
}

std::string league_failures(const LeagueResult& result) {
  const std::uint64_t late = result.failures() - result.diverged - result.starved - result.stuck;
  std::vector<std::pair<std::uint64_t, const char*>> causes{{late, "late"},
                                                            {result.diverged, "diverged"},
                                                            {result.starved, "starved"},
                                                            {result.stuck, "stuck"}};
  std::erase_if(causes, [](const auto& cause) { return cause.first == 0; });
  std::ranges::stable_sort(causes, std::ranges::greater(), &decltype(causes)::value_type::first);
  std::string text;
  for (const auto& cause : causes) text.append(text.empty() ? "" : ", ").append(cause.second);
  return text;
}

Table league_table(const LeagueReport& report) {
  Table table({{"algorithm", ""},
               {"adversary", ""},
               {"workers", ""},
               {"tuned", ""},
               {"best_alpha", ""},
               {"alpha", ""},
               {"budget", ""},
               {"trials", ""},
               {"hitting_time", ""},
               {"hitting_time_low", ""},
               {"hitting_time_high", ""},
               {"price", ""},
               {"price_low", ""},
               {"price_high", ""},
               {"failures", ""},
               {"failure_low", ""},
               {"failure_high", ""},
               {"diverged", ""},
               {"starved", ""},
               {"stuck", ""},
               {"lost_share", ""},
               {"steps", ""},
               {"spins", ""},
               {"sequential_alpha", ""},
               {"sequential_hitting_time", ""}});
  for (const LeagueCell& cell : report.cells) {
    add_row(report, cell, "against_it", cell.best_step_size, cell.tuned, table);
    add_row(report, cell, "under_uniform", cell.best_under_uniform, cell.tuned_under_uniform,
            table);
  }
  return table;
}

void write_league(const LeagueReport& report, std::ostream& out) {
  const LeagueResult& sequential = report.sequential;
  out << "sequential SGD hits at " << time_text(sequential.hitting_time())
      << " iterations, with its best alpha " << format_six_digits(sequential.step_size)
      << "; a trial has " << report.budget << ", a cell " << sequential.trials
      << (sequential.trials == 1 ? " trial" : " trials") << '\n';
  if (report.cells.empty()) return;
  out << "\nprice of asynchrony, alpha tuned against each adversary\n";
  write_text(price_matrix(report, tuned), out);
  out << "\nprice of asynchrony, alpha tuned under uniform\n";
  write_text(price_matrix(report, tuned_under_uniform), out);
  out << "\ncell by cell\n";
  write_text(cell_table(report), out);
  out << '\n';
  write_list(
      "what the figures mean",
      {{"price", "median hitting time in units of sequential SGD's; with a * where more than one"},
       {"", "trial in twenty missed the success region, with words where half of them did:"},
       {"late", "the budget was used up"},
       {"diverged", "a coordinate is not finite, or 1e6 times as large as all of x_0, x* and 1"},
       {"starved", "nobody made progress: all that were scheduled waited for one that was not"},
       {"stuck", "all that had not ended were crashed or blocked"},
       {"alpha",
        "the best there; - where no alpha let any trial hit: then sequential SGD's is used"},
       {"hits at", "median hitting time in iterations, with its interval of confidence 0.95"},
       {"missed", "share of the trials that missed the success region, with its interval, and why"},
       {"lost", "share of the updates of coordinates that others overwrote"},
       {"spins", "share of the steps in which a worker found that it has to wait"}},
      out);
}

}  // namespace hogtie
