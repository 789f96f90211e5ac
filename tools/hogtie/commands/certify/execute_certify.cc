#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "core/system/processors.h"
#include "core/text/number.h"
#include "sim/studies/common/usable_threads.h"
#include "tools/hogtie/cli/cut_short.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/interrupt.h"
#include "tools/hogtie/commands/certify/certify.h"
#include "tools/hogtie/commands/certify/certify_table.h"
#include "tools/hogtie/commands/trials/trials_summary.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

constexpr double kDefaultConfidence = 0.95;

/// A line on stderr for every proved statement that is violated. Returns whether there was one.
bool report_violations(const std::string& of, const std::vector<Finding>& findings) {
  bool violated = false;
  for (const Finding& finding : findings) {
    if (finding.standing != Standing::kViolated) continue;
    violated = true;
    ErrorLine() << of << ": statement " << finding.statement << " is violated, " << finding.what
                << ": " << format_six_digits(finding.measured) << " where "
                << format_six_digits(finding.bound) << " is proved"
                << (finding.at ? ", at " + std::to_string(*finding.at) : "");
  }
  return violated;
}

TraceCertificate certify(const std::string& trace, const CertifyOptions& options,
                         Interrupt& interrupt) {
  Progress progress(progress_stream(options.quiet), "steps");
  Watch watch;
  watch.processors = usable_processors();
  watch.interrupted = &interrupt.flag();
  watch.began = [&] { interrupt.begin(); };
  watch.progress = [&](std::uint64_t steps) { progress.update(steps); };
  return certify_trace(trace, {options.force, options.data}, watch);
}

int certify_traces(const CertifyOptions& options) {
  Interrupt interrupt;
  std::vector<CertifiedTrace> traces;
  int status = kOk;
  for (const std::string& trace : options.traces) {
    traces.push_back({trace, certify(trace, options, interrupt)});
    const auto& [name, certificate] = traces.back();
    if (certificate.other_build) NoteLine() << name << ": " << *certificate.other_build;
    if (options.format == Format::kText) {
      if (traces.size() > 1) std::cout << '\n';
      write_certificate(traces.back(), std::cout);
      std::cout.flush();
    }
    if (certificate.ending.verdict == proto::DIVERGED) {
      ErrorLine() << name << ": the replay diverged: " << certificate.ending.detail;
      status = kDoesNotHold;
    }
    if (report_violations(name, certificate.findings)) status = kDoesNotHold;
    if (certificate.cut_short) {
      const ExitStatus cut = report_cut_short(name, certificate.steps);
      if (status == kOk) status = cut;
    }
    if (interrupt.flag()) {
      ErrorLine() << "interrupted";
      status = kDoesNotHold;
      break;
    }
  }
  if (options.format != Format::kText) {
    write_table(certify_table(traces), options.format, std::cout);
  } else {
    std::cout << '\n' << largest_excess(traces) << '\n';
  }
  return status;
}

TrialsCertificate run(const RunSetup& setup, const CertifyRequest& request, bool quiet,
                      Interrupt& interrupt) {
  setup.radius();  // with x*, before there is anything to keep
  interrupt.begin();
  Progress progress(progress_stream(quiet), "trials");
  TrialsWatch watch;
  watch.progress = [&](std::uint64_t trials) { progress.update(trials, request.trials); };
  watch.interrupted = &interrupt.flag();
  return certify_trials(setup, request, watch);
}

int certify_experiment(const CertifyOptions& options) {
  Interrupt interrupt;  // until the results are printed
  const RunSetup setup(options.experiment);
  for (const std::string& note : setup.data_notes()) NoteLine() << note;
  const std::uint32_t processors = usable_processors();
  const CertifyRequest request{*options.trials, options.confidence.value_or(kDefaultConfidence),
                               usable_threads(setup, options.threads.value_or(processors))};
  const TrialsCertificate trials = run(setup, request, options.quiet, interrupt);
  if (options.format == Format::kText) {
    write_certificate(setup.experiment(), trials, request.confidence, std::cout);
  } else {
    write_table(certify_table(trials), options.format, std::cout);
  }
  std::cout.flush();
  int status = kOk;
  for (const SummedFinding& sum : trials.each) {
    const std::string of = "trial " + std::to_string(sum.trial);
    if (report_violations(of, {sum.worst})) status = kDoesNotHold;
  }
  if (trials.interrupted) {
    ErrorLine() << "interrupted after " << trials.trials << " of " << request.trials << " trials";
    status = kDoesNotHold;
  }
  if (trials.failure) {
    ErrorLine() << "trial " << trials.failure->trial << ": " << trials.failure->detail
                << "; to run it again: "
                << trial_command_line(setup.experiment(), trials.failure->trial);
    status = kDoesNotHold;
  }
  return status;
}

}  // namespace

int execute_certify(const CertifyOptions& options) {
  return options.trials ? certify_experiment(options) : certify_traces(options);
}

}  // namespace hogtie
