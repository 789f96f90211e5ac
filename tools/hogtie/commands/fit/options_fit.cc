#include <algorithm>

#include "core/error.h"
#include "core/text/quote.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/output_options.h"
#include "tools/hogtie/commands/fit/fit.h"

namespace hogtie {
namespace {

constexpr std::uint64_t kMostProcessors = 100'000;

}  // namespace

boost::program_options::options_description fit_options() {
  boost::program_options::options_description options("options");
  add_value(options, "out", "FILE",
            "write the fitted schedule there; '-' is standard output, and results go to\n"
            "stderr then");
  add_list(options, "held-out", "TRACE...",
           "traces to hold it against: all that follow, up to the next option");
  add_value(options, "processors", "P",
            "processors that the workers shared (default: those that this process may use; of "
            "simulated runs, one a worker)");
  add_data(options);
  add_flag(options, "force",
           "take traces although a machine with other arithmetic has recorded them");
  add_format(options);
  add_flag(options, "quiet", "display no progress");
  add_help(options);
  return options;
}

FitOptions read_fit(const CommandLine& line) {
  FitOptions options;
  options.traces = line.positional();
  options.held_out = line.values("held-out");
  if (options.traces.empty()) throw InputError("no trace to fit is given; name one or more");
  const auto out = line.value("out");
  if (!out) throw InputError("no file for the fitted schedule is given; add '--out FILE'");
  options.out = *out;
  for (const std::string& trace : options.held_out) {
    if (std::find(options.traces.begin(), options.traces.end(), trace) != options.traces.end()) {
      throw InputError(quote(trace) +
                       " is both fitted to and held out; give it on one of the two sides");
    }
  }
  if (const auto processors = line.integer("processors", 1, kMostProcessors)) {
    options.processors = static_cast<std::uint32_t>(*processors);
  }
  options.data = line.value("data");
  options.force = line.has("force");
  options.format = read_format(line);
  options.quiet = line.has("quiet");
  CommandFiles files;
  files.reads(options.traces, "the trace");
  files.reads(options.held_out, "the trace");
  files.reads(options.data, "the data");
  files.writes(std::optional(options.out), "out");
  files.check();
  return options;
}

}  // namespace hogtie
