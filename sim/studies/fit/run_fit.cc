#include "sim/studies/fit/run_fit.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "adversaries/registry.h"
#include "core/error.h"
#include "core/system/processors.h"
#include "core/text/quote.h"
#include "sim/simulation/inputs.h"
#include "sim/simulation/run_setup.h"
#include "sim/simulation/trace_header.h"
#include "sim/studies/common/run_failure.h"
#include "sim/studies/fit/fit_histogram.h"
#include "sim/studies/fit/schedule_tally.h"
#include "sim/studies/trials/trial.h"
#include "sim/trace/trace_reader.h"

namespace hogtie {
namespace {

/// What two runs must have in common.
std::string common_of(proto::Experiment experiment) {
  experiment.clear_seed();
  return experiment.SerializeAsString();
}

/// As many as workers can be on at the same time.
std::uint32_t processors_of(const proto::Experiment& experiment,
                            const std::optional<std::uint32_t>& given) {
  std::uint32_t processors = experiment.workers();
  if (given) {
    processors = *given;
  } else if (experiment.machine().kind() == proto::THREADS) {
    processors = usable_processors();
  }
  return std::min(processors, experiment.workers());
}

class Fit {
 public:
  Fit(const FitRequest& request, const FitWatch& watch)
      : request_(request),
        watch_(watch),
        first_file_(request.traces.front()),
        first_(traced_experiment(first_file_, {request.force, request.data})),
        setup_(set_up_traced(first_file_, first_)),
        processors_(processors_of(first_, request.processors)),
        held_out_(!request.held_out.empty()) {}

  FitReport run(const std::function<void(const FitReport&)>& write) {
    FitReport report;
    report.experiment = setup_->experiment();
    check_output_apart(report.experiment, request_.schedule_file, "'--out'");
    report.data_notes = setup_->data_notes();
    if (const auto build = other_build(TraceReader(first_file_).header())) {
      report.data_notes.push_back(printable(request_.traces.front()) + ": " + *build);
    }
    std::vector<Input> traces{input_of(request_.traces.front(), first_file_)};
    for (std::size_t k = 1; k < request_.traces.size(); ++k) {
      traces.push_back(input_of(request_.traces[k], request_.traces[k]));
    }
    std::vector<Input> held_out;
    for (const std::string& trace : request_.held_out) held_out.push_back(input_of(trace, trace));

    setup_->optimum();
    if (watch_.began) watch_.began();
    if (held_out_) report.held_out.emplace();
    try {
      fit(traces, report);
      write(report);
      for (const Input& input : held_out) add_trace(input, *report.held_out, report.cut_short);
      simulate(held_out_ ? held_out : traces, report.simulated);
    } catch (const Interrupted&) {
      report.interrupted = true;
      if (report.fitted_traces < traces.size() && fit_to_fewer(report)) write(report);
    }
    report.runs = done_;
    report.runs_in_all = runs_in_all();
    return report;
  }

 private:
  proto::ScheduleHistogram histogram_of(const RunFigures& figures) const {
    const auto fail = [&](const std::string& what) {
      throw InputError(quote(request_.traces.front()) +
                       (request_.traces.size() > 1 ? ", ...: " : ": ") + what);
    };
    proto::ScheduleHistogram histogram;
    *histogram.mutable_runs() = logarithmic_bins(figures.runs);
    *histogram.mutable_stalls() = logarithmic_bins(figures.pauses);
    if (histogram.runs().empty() || (histogram.stalls().empty() && processors_ > 1)) {
      fail(
          "no worker goes on after another, so that there is nothing to fit; record longer runs, "
          "or more workers");
    }
    if (processors_ == first_.workers()) return histogram;
    histogram.set_processors(processors_);
    *histogram.mutable_slices() = logarithmic_bins(figures.slices);
    if (histogram.slices().empty()) {
      fail("no worker of " + std::to_string(first_.workers()) + " is taken off one of " +
           std::to_string(processors_) +
           " processors for another; record longer runs, or give their number with "
           "'--processors'");
    }
    return histogram;
  }

  /// A trace, which is not kept open where it can be opened again: there may be many.
  struct Input {
    std::string trace;
    std::optional<TraceFile> file;
    std::uint64_t seed;
  };

  void fit(const std::vector<Input>& traces, FitReport& report) {
    for (const Input& input : traces) {
      add_trace(input, report.fitted, report.cut_short);
      ++report.fitted_traces;
    }
    report.histogram = histogram_of(report.fitted);
  }

  /// After an interrupt, to the traces that were read. False if these are too few.
  bool fit_to_fewer(FitReport& report) const {
    try {
      report.histogram = histogram_of(report.fitted);
      return true;
    } catch (const InputError&) {
      return false;
    }
  }

  Input input_of(const std::string& trace, const TraceFile& file) const {
    return {trace, file.has_path() ? std::nullopt : std::optional(file), seed_of(trace, file)};
  }

  /// The seed of a trace, which is checked to be of the same experiment.
  std::uint64_t seed_of(const std::string& trace, const TraceFile& file) const {
    const proto::Experiment experiment = traced_experiment(file, {request_.force, request_.data});
    const std::string both = quote(request_.traces.front()) + " and " + quote(trace);
    if (experiment.workers() != first_.workers()) {
      throw InputError(both + " are of " + std::to_string(first_.workers()) + " and " +
                       std::to_string(experiment.workers()) +
                       " workers; fit each number of workers to a file of its own");
    }
    if (common_of(experiment) != common_of(first_)) {
      throw InputError(both +
                       " are of different experiments; fit those that differ in their seeds at "
                       "most (see `hogtie trace info`)");
    }
    return experiment.seed();
  }

  void add(const TrialResult& result, const ScheduleTally& tally, const std::string& of,
           RunFigures& figures) {
    if (result.ending.verdict == proto::STOPPED) throw Interrupted();
    if (result.ending.verdict == proto::DIVERGED) {
      throw RunFailure(of + ": the replay diverged: " + result.ending.detail);
    }
    if (result.ending.verdict == proto::ADVERSARY_ERROR ||
        result.ending.verdict == proto::WORKER_ERROR ||
        result.ending.verdict == proto::MEMORY_LIMIT) {
      throw RunFailure(of + ": " + result.ending.detail);
    }
    figures.runs.add(tally.runs());
    figures.stalls.add(tally.stalls());
    figures.pauses.add(tally.pauses());
    figures.slices.add(tally.slices());
    figures.contention.add(result.contention);
    figures.delays.add(result.delays[kByFirstUpdate]);
    ++done_;
    if (watch_.progress) watch_.progress(done_, runs_in_all());
  }

  std::uint64_t runs_in_all() const {
    const std::size_t traces = request_.traces.size();
    return traces + (held_out_ ? 2 * request_.held_out.size() : traces);
  }

  void add_trace(const Input& input, RunFigures& figures, std::vector<CutTrace>& cut_short) {
    const TraceFile file = input.file ? *input.file : TraceFile(input.trace);
    if (seed_of(input.trace, file) != input.seed) {
      throw InputError(quote(input.trace) +
                       " has changed since it was looked at; try again when it is at rest");
    }
    ScheduleTally tally(first_.workers(), processors_);
    const TrialResult result = replay_trial(*setup_, {file, input.seed, !request_.force}, {},
                                            {watch_.interrupted, &tally});
    add(result, tally, input.trace, figures);
    if (result.cut_short) cut_short.push_back({input.trace, result.metrics.steps()});
  }

  void simulate(const std::vector<Input>& like, RunFigures& figures) {
    proto::Experiment experiment = setup_->experiment();
    experiment.mutable_machine()->set_kind(proto::SIMULATED);
    experiment.clear_adversary();
    experiment.mutable_adversary()->set_name("histogram");
    experiment.mutable_adversary()->set_schedule_file(request_.schedule_file);
    const RunSetup simulated(experiment, *setup_);
    for (const Input& input : like) {
      ScheduleTally tally(first_.workers(), processors_);
      const TrialResult result = run_trial(simulated, input.seed, {}, {watch_.interrupted, &tally});
      add(result, tally, "histogram", figures);
    }
  }

  const FitRequest& request_;
  const FitWatch& watch_;
  const TraceFile first_file_;
  const proto::Experiment first_;
  const std::unique_ptr<const RunSetup> setup_;
  const std::uint32_t processors_;
  const bool held_out_;
  std::uint64_t done_ = 0;
};

}  // namespace

FitReport run_fit(const FitRequest& request, const std::function<void(const FitReport&)>& write,
                  const FitWatch& watch) {
  return Fit(request, watch).run(write);
}

}  // namespace hogtie
