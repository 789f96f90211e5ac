#include "tools/hogtie/commands/price/price_table.h"

#include <optional>
#include <string>
#include <utility>

#include "core/text/number.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

Cell count(std::uint32_t value) {
  return std::uint64_t{value};
}

std::string end_text(const Decay& decay) {
  return decay.converges ? "converges" : "diverges";
}

Table slowdown_table(const PriceReport& report) {
  Table table({{"adversary", ""},
               {"n", ""},
               {"tau", ""},
               {"alpha", ""},
               {"rate", ""},
               {"slowdown", ""},
               {"formula", ""},
               {"at least", ""},
               {"hits at", ""},
               {"hit slowdown", ""},
               {"end", ""}});
  for (const PriceLine& line : report.lines) {
    for (const PriceRow& row : line.rows) {
      table.add_row({line.point.adversary, count(line.point.workers), line.point.tau, row.step_size,
                     optional_cell(row.measured.decay.rate), optional_cell(row.slowdown),
                     optional_cell(row.theory.slowdown),
                     optional_cell(row.theory.slowdown_lower_bound),
                     optional_cell(row.measured.hitting_time), optional_cell(row.hitting_slowdown),
                     end_text(row.measured.decay)});
    }
  }
  return table;
}

Table limit_table(const PriceReport& report) {
  Table table({{"adversary", ""},
               {"n", ""},
               {"tau", ""},
               {"tau_max", ""},
               {"largest alpha", ""},
               {"best alpha", ""},
               {"slowdown", ""},
               {"hit slowdown", ""},
               {"A/M^2", ""},
               {"De Sa", ""},
               {"Cor. 6.7 alpha", ""},
               {"De Sa alpha", ""}});
  for (const PriceLine& line : report.lines) {
    const PriceTheory& theory = line.rows.front().theory;
    table.add_row({line.point.adversary, count(line.point.workers), line.point.tau, line.contention,
                   optional_cell(line.largest_step_size), optional_cell(line.best_step_size),
                   optional_cell(line.best_slowdown), optional_cell(line.best_hitting_slowdown),
                   optional_cell(theory.corollary_6_7_price), optional_cell(theory.de_sa_price),
                   optional_cell(line.recommended.corollary_6_7),
                   optional_cell(line.recommended.de_sa)});
  }
  return table;
}

Table sequential_table(const PriceReport& report) {
  Table table({{"alpha", ""}, {"rate", ""}, {"hits at", ""}, {"end", ""}});
  for (const PriceRow& row : report.lines.front().rows) {
    table.add_row({row.step_size, optional_cell(row.sequential.decay.rate),
                   optional_cell(row.sequential.hitting_time), end_text(row.sequential.decay)});
  }
  return table;
}

}  // namespace

Table price_table(const PriceRequest& request, const PriceReport& report) {
  Table table({{"adversary", ""},
               {"workers", ""},
               {"tau", ""},
               {"tau_max", ""},
               {"alpha", ""},
               {"iterations", ""},
               {"trials", ""},
               {"end", ""},
               {"left", ""},
               {"rate", ""},
               {"sequential_rate", ""},
               {"slowdown", ""},
               {"formula_slowdown", ""},
               {"linear_lower_bound", ""},
               {"reached", ""},
               {"hitting_time", ""},
               {"sequential_hitting_time", ""},
               {"hitting_slowdown", ""},
               {"best_alpha", ""},
               {"best_slowdown", ""},
               {"best_hitting_slowdown", ""},
               {"corollary_6_7_price", ""},
               {"de_sa_price", ""},
               {"largest_alpha", ""},
               {"sequential_largest_alpha", ""},
               {"corollary_6_7_alpha", ""},
               {"de_sa_alpha", ""}});
  for (const PriceLine& line : report.lines) {
    for (const PriceRow& row : line.rows) {
      table.add_row({line.point.adversary,
                     count(line.point.workers),
                     line.point.tau,
                     line.contention,
                     row.step_size,
                     row.measured.iterations,
                     request.trials,
                     end_text(row.measured.decay),
                     row.measured.decay.left,
                     optional_cell(row.measured.decay.rate),
                     optional_cell(row.sequential.decay.rate),
                     optional_cell(row.slowdown),
                     optional_cell(row.theory.slowdown),
                     optional_cell(row.theory.slowdown_lower_bound),
                     row.measured.reached,
                     optional_cell(row.measured.hitting_time),
                     optional_cell(row.sequential.hitting_time),
                     optional_cell(row.hitting_slowdown),
                     optional_cell(line.best_step_size),
                     optional_cell(line.best_slowdown),
                     optional_cell(line.best_hitting_slowdown),
                     optional_cell(row.theory.corollary_6_7_price),
                     optional_cell(row.theory.de_sa_price),
                     optional_cell(line.largest_step_size),
                     optional_cell(report.sequential_largest_step_size),
                     optional_cell(line.recommended.corollary_6_7),
                     optional_cell(line.recommended.de_sa)});
    }
  }
  return table;
}

void write_price(const PriceRequest& request, const PriceReport& report, std::ostream& out) {
  out << "against sequential SGD with the same alpha, " << request.trials
      << (request.trials == 1 ? " trial" : " trials") << " each\n";
  write_text(slowdown_table(report), out);

  out << "\nsequential SGD\n";
  write_text(sequential_table(report), out);
  const auto& limit = report.sequential_largest_step_size;
  out << "its largest alpha that converges: " << (limit ? format_six_digits(*limit) : "none found")
      << '\n';

  out << "\nlargest step size, and the best of the grid against sequential SGD with its own\n";
  write_text(limit_table(report), out);

  out << '\n';
  write_list(
      "what the figures mean",
      {{"rate", "||x_t-x*|| falls as e^(-rate t); negative where it grows; - where noise hides it"},
       {"slowdown",
        "sequential's rate in units of the adversary's; - where one diverges or has none"},
       {"formula", "of statement 7, one stale gradient; for swarm of statement 8, n-1 of them"},
       {"at least", "the lower bound of statement 7 for any larger tau, linear in tau"},
       {"hits at",
        "median hitting time of the success region, in iterations; - where less than "
        "half of the trials hit"},
       {"hit slowdown", "that in units of sequential's"},
       {"end", "converges: in the last quarter E||x_t-x*||^2 stays below ||x_0-x*||^2"},
       {"tau_max", "contention that the adversary keeps to, or else the largest in its runs"},
       {"largest alpha", "that converges, to within 1 %"},
       {"best alpha", "of the grid: that with the best rate under this adversary"},
       {"A/M^2", "price of asynchrony by Corollary 6.7, at tau_max"},
       {"De Sa", "price by De Sa et al. (2015), at tau_max"},
       {"Cor. 6.7 alpha",
        "recommended by Corollary 6.7 for a delay of tau; De Sa alpha: by De Sa "
        "et al."}},
      out);
}

}  // namespace hogtie
