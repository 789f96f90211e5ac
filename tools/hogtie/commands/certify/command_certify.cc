#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/certify/certify.h"

namespace hogtie {
namespace {

constexpr HelpPage kCertifyHelp = {
    .usage =
        "hogtie certify TRACE... [OPTION...]\n"
        "  hogtie certify --trials N [EXPERIMENT.textproto] [OPTION...]",
    .description =
        "Holds executions against every statement of the theory: contention, bad iterations, "
        "delay\n"
        "sums in the three orders, views against iterates, the rate supermartingale W_t, rounds\n"
        "with stale gradients, and elastic consistency. A trace is replayed for that, so that\n"
        "nothing that it says of results is used. TRACE may be a pipe, or - for standard input.\n"
        "Verdicts:\n\n"
        "  holds            proved for every execution, and so it is here\n"
        "  VIOLATED         proved, and yet not so: a defect, or a forged execution\n"
        "  held, exceeded   as published: so here, or not so, by the factor; a finding\n"
        "  premise not met  the statement does not speak of this execution\n\n"
        "Trials are held against the statements on probabilities and means besides: P(F_T), with\n"
        "its exact interval, against the bounds at the experiment's alpha and T and the largest\n"
        "contention seen; the mean moves of W_t and V_t from t to t + 1 over the trials without\n"
        "success by t, against 0; FullSGD's promise. Such a statement is exceeded where its whole\n"
        "interval is. Of statements on single executions the trial that came closest is shown.",
    .examples =
        "hogtie certify run.trace\n"
        "hogtie certify *.trace --format csv\n"
        "hogtie certify --trials 1000 --set workers=8 --set adversary.name=max_delay",
    .does_not_hold =
        "a proved statement is violated, a trace did not replay as recorded, or trials were\n"
        "     interrupted or failed",
    .reads_traces = true,
};

int certify_command(std::span<const std::string> arguments) {
  const auto options = certify_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kCertifyHelp, options);
    return kOk;
  }
  return execute_certify(read_certify(line));
}

}  // namespace

constexpr Command commands::certify{
    .name = "certify",
    .summary = "hold recorded runs, or trials, against every statement of the theory",
    .run = certify_command};

}  // namespace hogtie
