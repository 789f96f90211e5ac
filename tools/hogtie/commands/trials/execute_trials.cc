#include <xxhash.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

#include "core/error.h"
#include "core/files/output_file.h"
#include "core/random/trial_seed.h"
#include "core/settings/listing.h"
#include "core/system/processors.h"
#include "core/text/shell_word.h"
#include "sim/simulation/inputs.h"
#include "sim/simulation/recorded_data.h"
#include "sim/studies/common/curve_times.h"
#include "sim/studies/common/usable_threads.h"
#include "sim/studies/run/run.h"
#include "sim/studies/run/schedule_notes.h"
#include "sim/studies/trials/run_trials.h"
#include "sim/studies/trials/state_file.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/interrupt.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/commands/trials/trials.h"
#include "tools/hogtie/commands/trials/trials_summary.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/results_aside.h"

namespace hogtie {
namespace {

constexpr std::uint64_t kDefaultTrials = 1000;

std::optional<proto::TrialsState> load(const TrialsOptions& options) {
  if (!options.resume) return std::nullopt;
  proto::TrialsState state = load_trials(*options.resume);
  if (options.experiment) return state;
  settle_record(*options.resume, {.force = false, .data = options.data},
                *state.mutable_experiment());
  check_adversary_files(*options.resume, state.experiment().adversary());
  return state;
}

/// What is asked for: by the options, else as before the interruption, else by default.
TrialsRequest request_of(const TrialsOptions& options, const proto::TrialsState& before,
                         const RunSetup& setup) {
  TrialsRequest request;
  request.trials = options.trials.value_or(before.has_trials() ? before.trials() : kDefaultTrials);
  request.target_width = options.target_width;
  if (!request.target_width && before.has_target_width()) {
    request.target_width = before.target_width();
  }
  if (before.has_confidence()) request.confidence = before.confidence();
  request.confidence = options.confidence.value_or(request.confidence);
  const std::uint32_t processors = usable_processors();
  request.threads = usable_threads(setup, options.threads.value_or(processors));
  return request;
}

TrialTally tally_of(const TrialsOptions& options, const proto::TrialsState& before,
                    std::size_t curve_points) {
  if (!before.has_tally()) return TrialTally(curve_points);
  try {
    return from_proto(before.tally(), curve_points);
  } catch (const std::invalid_argument& error) {
    throw InputError(*options.resume + ": is damaged: " + error.what() +
                     "; begin the trials anew, without it");
  }
}

/// "trials-0123456789ab.state": trials of another experiment have another.
std::string state_name(const proto::Experiment& experiment) {
  const std::string text = to_text(experiment);
  std::array<char, 16> digits{};
  constexpr std::size_t kShown = 12;
  const std::uint64_t digest = XXH3_64bits(text.data(), text.size()) >> (64 - 4 * kShown);
  const auto end = std::to_chars(digits.begin(), digits.end(), digest, 16).ptr;
  const std::string hexadecimal(digits.begin(), end);
  return "trials-" + std::string(kShown - hexadecimal.size(), '0') + hexadecimal + ".state";
}

void save(const std::string& path, const RunSetup& setup, const TrialsRequest& request,
          const TrialTally& tally) {
  proto::TrialsState state = make_trials_state(setup.experiment());
  state.set_trials(request.trials);
  if (request.target_width) state.set_target_width(*request.target_width);
  state.set_confidence(request.confidence);
  *state.mutable_tally() = to_proto(tally);
  save_trials(path, state);
}

/// Returns false where it was interrupted; the trace has the first steps then.
bool record_worst(const RunSetup& setup, const WorstTrial& worst, const std::string& trace,
                  bool quiet, Interrupt& interrupt) {
  proto::Experiment experiment = setup.experiment();
  experiment.set_seed(trial_seed(experiment.seed(), worst.trial));
  Progress progress(progress_stream(quiet), "steps");
  Watch watch;
  watch.progress = [&](std::uint64_t steps) { progress.update(steps); };
  watch.interrupted = &interrupt.flag();
  run_experiment(RunSetup(experiment, setup), trace, watch);
  return !interrupt.flag();
}

TrialsReport run(const RunSetup& setup, const TrialsRequest& request, TrialTally done, bool quiet,
                 Interrupt& interrupt) {
  setup.optimum();  // before there is anything to keep
  interrupt.begin();
  Progress progress(progress_stream(quiet), "trials");
  progress.begin_at(done.trials);
  TrialsWatch watch;
  watch.progress = [&](std::uint64_t trials) { progress.update(trials, request.trials); };
  watch.interrupted = &interrupt.flag();
  return run_trials(setup, request, std::move(done), watch);
}

}  // namespace

int execute_trials(const TrialsOptions& options) {
  Interrupt interrupt;  // until the results are printed
  const ResultsAside aside({options.worst_trace});
  const proto::TrialsState before = load(options).value_or(proto::TrialsState());
  const RunSetup setup(options.experiment ? *options.experiment : before.experiment());
  for (const std::string& note : setup.data_notes()) NoteLine() << note;
  for (const std::string& note : schedule_notes(setup.experiment().adversary())) {
    NoteLine() << note;
  }
  if (options.resume) check_trials(*options.resume, before, setup.experiment());
  // An output that cannot be written is refused before the trials.
  if (options.worst_trace) {
    check_output_apart(setup.experiment(), *options.worst_trace, "'--worst-trace'");
    check_output(*options.worst_trace, true);
  }
  const std::vector<std::uint64_t> times = curve_times(iterations_in_all(setup.algorithm()));
  const TrialsRequest request = request_of(options, before, setup);
  const TrialsReport report =
      run(setup, request, tally_of(options, before, times.size()), options.quiet, interrupt);

  const std::string path = options.resume.value_or(state_name(setup.experiment()));
  // First, since printing may have to wait for who reads it. Where it fails, there are the results.
  std::exception_ptr unsaved;
  if (options.resume || report.interrupted) {
    try {
      const SignalsHeld held;
      save(path, setup, request, report.tally);
    } catch (const InputError&) {
      unsaved = std::current_exception();
    }
  }
  write_trials({setup.experiment(), report, times, request.trials, request.confidence},
               options.format, std::cout);
  std::cout.flush();
  if (unsaved) std::rethrow_exception(unsaved);
  if (report.interrupted) {
    ErrorLine() << "interrupted after " << report.tally.trials << " of " << request.trials
                << " trials; to go on: hogtie trials --resume " << shell_path(path)
                << data_option(path, setup.experiment());
    return kDoesNotHold;
  }
  if (report.failure) {
    ErrorLine() << "trial " << report.failure->trial << ": " << report.failure->detail
                << "; to run it again: "
                << trial_command_line(setup.experiment(), report.failure->trial);
    return kDoesNotHold;
  }
  if (options.worst_trace && report.tally.worst) {
    if (!record_worst(setup, *report.tally.worst, *options.worst_trace, options.quiet, interrupt)) {
      ErrorLine()
          << "interrupted while the worst trial was recorded; its trace has the first steps";
      return kDoesNotHold;
    }
    if (options.format == Format::kText) {
      std::cout << "its trace: " << replay_command_line(*options.worst_trace, setup.experiment())
                << '\n';
    }
  }
  return kOk;
}

}  // namespace hogtie
