#include "tools/hogtie/commands/certify/certify_table.h"

#include <utility>

#include "core/text/number.h"
#include "core/text/quote.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

std::vector<Column> finding_columns() {
  return {{"statement", ""}, {"what", ""},    {"measured", ""}, {"bound", ""},
          {"factor", ""},    {"verdict", ""}, {"at", ""},       {"note", ""}};
}

std::vector<Cell> finding_row(const Finding& finding) {
  const bool is_measured = finding.standing != Standing::kPremiseNotMet;
  const auto number = [&](double value) { return is_measured ? Cell(value) : Cell(); };
  const bool has_factor = is_measured && finding.bound != 0;
  return {finding.statement,
          finding.what,
          number(finding.measured),
          number(finding.bound),
          has_factor ? Cell(finding.ratio()) : Cell(),
          standing_text(finding.standing),
          is_measured && finding.at ? Cell(*finding.at) : Cell(),
          finding.note.empty() ? Cell() : Cell(finding.note)};
}

Table finding_table(const std::vector<Finding>& findings) {
  Table table(finding_columns());
  for (const Finding& finding : findings) table.add_row(finding_row(finding));
  return table;
}

std::string ending_text(const Ending& ending) {
  const std::string verdict = verdict_text(ending.verdict);
  return ending.detail.empty() ? verdict : verdict + ": " + ending.detail;
}

/// With the name of the trace, or the number of the trial, in front.
void add_row(Table& table, Cell of, const Finding& finding) {
  std::vector<Cell> row = finding_row(finding);
  row.insert(row.begin(), std::move(of));
  table.add_row(std::move(row));
}

Table table_of(const char* first) {
  std::vector<Column> columns = finding_columns();
  columns.insert(columns.begin(), {first, ""});
  return Table(std::move(columns));
}

Table drift_table(const std::vector<DriftPoint>& drift, double confidence) {
  Table table({{"t", ""},
               {"trials", ""},
               {"W sequential", ""},
               {"low", ""},
               {"high", ""},
               {"W", ""},
               {"W low", ""},
               {"W high", ""},
               {"V", ""},
               {"V low", ""},
               {"V high", ""}});
  for (const DriftPoint& point : drift) {
    std::vector<Cell> row{point.time, point.rate.count()};
    for (const Moments* const moments : {&point.sequential, &point.rate, &point.delayed}) {
      if (moments->count() < 2) {
        row.resize(row.size() + 3);
        continue;
      }
      const Interval interval = moments->mean_interval(confidence);
      row.insert(row.end(),
                 {moments->mean(), interval_cell(interval.low), interval_cell(interval.high)});
    }
    table.add_row(std::move(row));
  }
  return table;
}

std::string trial_text(const SummedFinding& sum) {
  const auto exceeded = sum.trials[static_cast<std::size_t>(Standing::kExceeded)] +
                        sum.trials[static_cast<std::size_t>(Standing::kViolated)];
  return exceeded == 0 ? "" : "in " + std::to_string(exceeded) + " trials";
}

std::vector<Finding> worst_of(const TrialsCertificate& trials) {
  std::vector<Finding> findings;
  for (const SummedFinding& sum : trials.each) {
    findings.push_back(sum.worst);
    std::string text = trial_text(sum);
    std::string& note = findings.back().note;
    if (!text.empty() && !note.empty()) text.append("; ");
    note.insert(0, text);
  }
  return findings;
}

Table each_table(const TrialsCertificate& trials) {
  Table table = table_of("trial");
  const std::vector<Finding> worst = worst_of(trials);
  for (std::size_t k = 0; k < worst.size(); ++k) add_row(table, trials.each[k].trial, worst[k]);
  return table;
}

}  // namespace

Table certify_table(const std::vector<CertifiedTrace>& traces) {
  Table table = table_of("trace");
  for (const auto& [trace, certificate] : traces) {
    for (const Finding& finding : certificate.findings) add_row(table, trace, finding);
  }
  return table;
}

Table certify_table(const TrialsCertificate& trials) {
  Table table = each_table(trials);
  for (const Finding& finding : trials.together) add_row(table, {}, finding);
  return table;
}

void write_certificate(const CertifiedTrace& trace, std::ostream& out) {
  const auto& [name, certificate] = trace;
  const Evidence& evidence = certificate.evidence;
  write_list(name,
             {{"experiment", run_command_line(certificate.experiment)},
              {"verdict", ending_text(certificate.ending)},
              {"replayed", std::to_string(certificate.steps) + " steps, " +
                               std::to_string(evidence.begun) + " iterations, of which " +
                               std::to_string(evidence.ended) + " ended"},
              {"tau_max", std::to_string(evidence.tau_max) + " iterations"},
              {"tau_avg", format_six_digits(evidence.tau_avg) + " iterations"}},
             out);
  out << '\n';
  write_text(finding_table(certificate.findings), out);
}

void write_certificate(const proto::Experiment& experiment, const TrialsCertificate& trials,
                       double confidence, std::ostream& out) {
  write_settings(experiment, out);
  out << '\n' << "statements on single executions, of " << trials.trials << " trials\n";
  write_text(each_table(trials), out);
  out << "\nstatements on trials together, confidence " << format_number(confidence) << '\n';
  write_text(finding_table(trials.together), out);
  if (trials.drift.empty()) return;
  out << "\nmean moves from t to t + 1 over the trials without success by t\n";
  write_text(drift_table(trials.drift, confidence), out);
}

std::string largest_excess(const std::vector<CertifiedTrace>& traces) {
  const CertifiedTrace* of = nullptr;
  const Finding* largest = nullptr;
  for (const CertifiedTrace& trace : traces) {
    for (const Finding& finding : trace.certificate.findings) {
      if (finding.statement != "6" || finding.standing != Standing::kExceeded) continue;
      if (largest != nullptr && finding.ratio() <= largest->ratio()) continue;
      largest = &finding;
      of = &trace;
    }
  }
  if (largest == nullptr) return "no delay sum exceeds 2 sqrt(tau_max n)";
  return "largest excess over 2 sqrt(tau_max n): factor " + format_six_digits(largest->ratio()) +
         ", " + largest->what.substr(0, largest->what.find(',')) + ", in " + printable(of->trace);
}

}  // namespace hogtie
