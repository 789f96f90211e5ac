#include <algorithm>
#include <atomic>
#include <iostream>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/memory/operation.h"
#include "core/settings/listing.h"
#include "core/text/quote.h"
#include "sim/studies/run/run.h"
#include "sim/trace/metrics_difference.h"
#include "sim/trace/trace_reader.h"
#include "tools/hogtie/cli/cut_short.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/interrupt.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/commands/trace/trace.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

/// What a trace says of itself, gone through to its end.
struct Summary {
  proto::Header header;
  std::optional<proto::Footer> footer;
  std::uint64_t steps = 0;
  std::uint64_t chunks = 0;
};

Summary summarise(const std::string& path) {
  TraceReader reader(path);
  Summary summary;
  summary.header = reader.header();
  DecodedChunk chunk;
  while (reader.next_chunk(chunk)) {
    summary.steps = chunk.first_step + chunk.schedule.size();
    ++summary.chunks;
  }
  summary.footer = reader.footer();
  return summary;
}

/// The rows of `hogtie trace show`.
class StepRows final : public StepReader {
 public:
  /// Rows are kept, so there is a limit.
  static constexpr std::size_t kMostRows = 1'000'000;

  StepRows(std::uint64_t from, std::uint64_t to, const std::atomic<bool>& interrupted)
      : from_(from), to_(to), interrupted_(interrupted) {}

  void step(const Execution& execution, const Step& step) override {
    add_last();
    is_full_ = is_full_ || table_.rows().size() == kMostRows;
    if (is_full_ || interrupted_.load(std::memory_order_relaxed)) stop_ = true;
    if (stop_ || step.number < from_ || step.number > to_) return;
    const bool is_double = execution.layout.is_double(step.operation.target);
    const auto iteration = execution.iteration(step.worker);
    last_ = {
        step.number,
        std::uint64_t{step.worker},
        iteration.has_value() ? Cell(*iteration) : Cell(),
        describe(step.operation, execution.layout),
        is_double ? Cell(to_double(step.result.previous)) : Cell(WideInteger{step.result.previous}),
        std::string(step.result.applied ? "yes" : "no")};
  }

  // The first and the last step of an iteration are steps of it too.
  void iteration_begun(const Execution&, std::uint32_t, std::uint64_t iteration,
                       std::uint64_t) override {
    if (!last_.empty()) last_[2] = iteration;
  }
  void iteration_ended(const Execution&, std::uint32_t, std::uint64_t iteration,
                       std::uint64_t) override {
    if (!last_.empty()) last_[2] = iteration;
  }

  /// Whether there are more than kMostRows.
  bool is_full() const { return is_full_; }
  /// Ends the run, once it is true.
  const std::atomic<bool>& stop() const { return stop_; }

  const Table& table() {
    add_last();
    return table_;
  }

 private:
  void add_last() {
    if (!last_.empty()) table_.add_row(std::exchange(last_, {}));
  }

  std::uint64_t from_;
  std::uint64_t to_;
  const std::atomic<bool>& interrupted_;
  std::atomic<bool> stop_{false};
  bool is_full_ = false;
  Table table_{{{"step", ""},
                {"worker", ""},
                {"iteration", ""},
                {"operation", ""},
                {"before", ""},
                {"applied", ""}}};
  std::vector<Cell> last_;  // the row of the last step, as long as its iteration is not known
};

/// The settings in which two experiments differ.
std::vector<std::string> setting_differences(const proto::Experiment& a,
                                             const proto::Experiment& b) {
  std::vector<std::string> differences;
  const std::vector<Setting> first = all_settings(a);
  const std::vector<Setting> second = all_settings(b);
  for (std::size_t k = 0; k < first.size(); ++k) {
    if (first[k].value != second[k].value) {
      differences.push_back(first[k].path + ": " + first[k].value + " | " + second[k].value);
    }
  }
  return differences;
}

/// Walks through the steps of a trace.
class Steps {
 public:
  explicit Steps(const std::string& path) : reader_(path) {}

  std::optional<std::uint32_t> next() {
    while (at_ == chunk_.schedule.size()) {
      if (!reader_.next_chunk(chunk_)) return std::nullopt;
      at_ = 0;
    }
    return chunk_.schedule[at_++];
  }
  /// The checkpoint behind the last step, where there is one.
  const proto::Checkpoint* checkpoint() const {
    return !reader_.has_ended() && at_ == chunk_.schedule.size() ? &chunk_.checkpoint : nullptr;
  }
  const TraceReader& reader() const { return reader_; }

 private:
  TraceReader reader_;
  DecodedChunk chunk_;
  std::size_t at_ = 0;
};

bool same(const proto::Checkpoint& a, const proto::Checkpoint& b) {
  return a.registers() == b.registers() && a.workers() == b.workers();
}

/// The differences of how two runs of the same steps ended, a line each.
std::vector<std::string> end_differences(const std::optional<proto::Footer>& a,
                                         const std::optional<proto::Footer>& b,
                                         std::uint64_t steps) {
  std::vector<std::string> differences;
  const auto end = [](const std::optional<proto::Footer>& footer) {
    if (!footer.has_value()) return std::string("missing");
    const std::string verdict = verdict_text(footer->verdict());
    return footer->detail().empty() ? verdict : verdict + ": " + printable(footer->detail());
  };
  if (end(a) != end(b)) differences.push_back("end: " + end(a) + " | " + end(b));
  if (!a.has_value() || !b.has_value()) return differences;
  if (!same(a->final(), b->final())) {
    differences.push_back("the final state differs after the same " + std::to_string(steps) +
                          " steps");
  }
  if (const auto difference = metrics_difference(a->metrics(), b->metrics())) {
    differences.push_back("result " + difference->name + ": " + difference->first + " | " +
                          difference->second);
  }
  return differences;
}

std::string who(std::optional<std::uint32_t> worker, const Steps& steps) {
  if (worker.has_value()) return "worker " + std::to_string(*worker);
  return steps.reader().footer() ? "the end" : "cut short, the end is missing";
}

}  // namespace

int execute_trace_info(const TraceInfoOptions& options) {
  const Summary summary = summarise(options.trace);
  RunReport recorded;
  recorded.experiment = summary.header.experiment();
  if (summary.footer.has_value()) {
    recorded.ending = {summary.footer->verdict(), summary.footer->detail()};
    recorded.metrics = summary.footer->metrics();
  } else {
    recorded.ending = {proto::STOPPED, "the trace was cut short"};
  }
  recorded.metrics.set_steps(summary.steps);
  const auto status = [&] {
    return summary.footer.has_value() ? kOk : report_cut_short(options.trace, summary.steps);
  };
  if (options.format != Format::kText) {
    write_table(run_table({recorded}, {replay_command_line(options.trace)}, true), options.format,
                std::cout);
    return status();
  }
  write_list("trace",
             {{"file", printable(options.trace)},
              {"version", printable(summary.header.version()) + ", as recorded"},
              {"build", printable(summary.header.build()) + ", as recorded"},
              {"steps", std::to_string(summary.steps)},
              {"chunks", std::to_string(summary.chunks)},
              {"whole", summary.footer.has_value() ? "yes" : "no, cut short"}},
             std::cout);
  std::cout << '\n';
  write_settings(recorded.experiment, std::cout);
  std::cout << '\n';
  write_result(recorded, std::cout, "result, as recorded");
  std::cout << "\nto replay: " << replay_command_line(options.trace) << '\n';
  return status();
}

int execute_trace_show(const TraceShowOptions& options) {
  constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max() - 1;
  Interrupt interrupt;
  StepRows rows(options.from.value_or(0), options.to.value_or(kLast), interrupt.flag());
  Watch watch;
  watch.reader = &rows;
  watch.interrupted = &rows.stop();
  watch.began = [&] { interrupt.begin(); };
  ReplayRequest request;
  request.trace = options.trace;
  request.force = options.force;
  request.data = options.data;
  if (options.to.has_value() && *options.to <= kLast) request.until = *options.to + 1;
  const ReplayReport report = replay_trace(request, watch);
  if (options.from.has_value() && *options.from >= report.replayed && !report.diverged &&
      !interrupt.flag()) {
    throw InputError(options.trace + ": no step " + std::to_string(*options.from) +
                     ": the run has " + std::to_string(report.replayed) +
                     " steps, numbered from 0; give a smaller '--from'");
  }
  if (rows.is_full()) {
    throw InputError(options.trace + ": more than " + std::to_string(StepRows::kMostRows) +
                     " steps to show; give '--from' and '--to'");
  }
  if (report.other_build) NoteLine() << options.trace << ": " << *report.other_build;
  write_table(rows.table(), options.format, std::cout);
  if (interrupt.flag()) {
    ErrorLine() << "interrupted at step " << report.replayed << "; the steps before it are shown";
    return kDoesNotHold;
  }
  if (report.diverged) {
    ErrorLine() << options.trace << ": the replay diverged: " << report.run.ending.detail;
    return kDoesNotHold;
  }
  return report.cut_short ? report_cut_short(options.trace, report.replayed) : kOk;
}

int execute_trace_diff(const TraceDiffOptions& options) {
  Steps first(options.first);
  Steps second(options.second);
  bool differ = false;
  for (const std::string& difference : setting_differences(first.reader().header().experiment(),
                                                           second.reader().header().experiment())) {
    std::cout << "setting " << printable(difference) << '\n';
    differ = true;
  }
  std::uint64_t step = 0;
  std::optional<std::uint64_t> states_differ;
  const auto write_states_differ = [&] {
    if (!states_differ) return;
    std::cout << "checkpoint after step " << *states_differ << ": the states differ\n";
  };
  for (;; ++step) {
    const auto a = first.next();
    const auto b = second.next();
    if (a != b) {
      write_states_differ();
      std::cout << "step " << step << ": " << who(a, first) << " | " << who(b, second) << '\n';
      return kDoesNotHold;
    }
    if (!a.has_value()) break;
    const proto::Checkpoint* const after_a = first.checkpoint();
    const proto::Checkpoint* const after_b = second.checkpoint();
    if (after_a == nullptr || after_b == nullptr || same(*after_a, *after_b)) continue;
    if (!states_differ) states_differ = step + 1;
  }
  write_states_differ();
  differ = differ || states_differ.has_value();
  const auto& end = first.reader().footer();
  for (const std::string& difference : end_differences(end, second.reader().footer(), step)) {
    std::cout << difference << '\n';
    differ = true;
  }
  if (differ) return kDoesNotHold;
  std::cout << "the same " << step << " steps\n";
  return end.has_value() ? kOk : report_cut_short(options.first, step);
}

}  // namespace hogtie
