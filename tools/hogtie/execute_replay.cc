#include <iostream>

#include "sim/run/run.h"
#include "tools/hogtie/commands.h"
#include "tools/hogtie/exit_status.h"
#include "tools/hogtie/interrupt.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/write_table.h"
#include "tools/hogtie/run_table.h"

namespace hogtie {

int execute_replay(const ReplayOptions& options) {
  ReplayReport report;
  {
    const Interrupt interrupt;
    Progress progress(progress_stream(false), "steps");
    Watch watch;
    watch.interrupted = &interrupt.flag();
    watch.progress = [&](std::uint64_t steps) { progress.update(steps); };
    report = replay_trace(
        {options.trace, options.until, options.then, options.record, options.force}, watch);
  }
  if (options.format != Format::kText) {
    const std::string command = "hogtie replay " + options.record.value_or(options.trace);
    write_table(run_table({report.run}, {command}, true), options.format, std::cout);
  } else {
    write_settings(report.run.experiment, std::cout);
    std::cout << '\n';
    write_result(report.run, std::cout);
    std::cout << '\n';
    if (options.then.has_value()) {
      std::cout << "replayed " << report.replayed << " steps, then went on under "
                << options.then->name() << '\n';
      if (options.record.has_value()) {
        std::cout << "to replay: hogtie replay " << *options.record << '\n';
      }
    } else if (!report.diverged) {
      std::cout << "replayed " << report.replayed << " steps: the same, bit for bit"
                << (report.steps_agreed < report.replayed
                        ? ", as far as checkpoints go (step " +
                              std::to_string(report.steps_agreed) + ")"
                        : "")
                << '\n';
    }
  }
  const Ending& ending = report.run.ending;
  if (report.diverged) {
    std::cerr << "hogtie: " << options.trace << ": the replay diverged: " << ending.detail << '\n';
    return kDoesNotHold;
  }
  // A recorded error that happens again is what was asked for.
  if (options.then.has_value() &&
      (ending.verdict == proto::ADVERSARY_ERROR || ending.verdict == proto::WORKER_ERROR)) {
    std::cerr << "hogtie: " << ending.detail << '\n';
    return kDoesNotHold;
  }
  return kOk;
}

}  // namespace hogtie
