#include <array>
#include <limits>
#include <string_view>

#include "core/error.h"
#include "core/text/quote.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/output_options.h"
#include "tools/hogtie/cli/then_options.h"
#include "tools/hogtie/commands/replay/replay.h"

namespace hogtie {
namespace {

using namespace std::string_view_literals;

}  // namespace

boost::program_options::options_description replay_options() {
  boost::program_options::options_description options("options");
  add_value(options, "until", "STEP", "replay the first STEP steps only");
  add_then(options, "let this adversary schedule the steps after them");
  add_value(options, "trace", "FILE", "with --then: record the whole run, replayed and continued");
  add_value(options, "on", "MACHINE",
            "simulated (the default), or threads: real ones, which take turns as recorded");
  add_data(options);
  add_flag(options, "force",
           "replay although a machine with other arithmetic has recorded the trace");
  add_format(options);
  add_help(options);
  return options;
}

ReplayOptions read_replay(const CommandLine& line) {
  constexpr std::array kNames = {"trace"sv};
  ReplayOptions options;
  options.trace = line.positional(kNames).front();
  options.until = line.integer("until", 0, std::numeric_limits<std::uint64_t>::max());
  options.data = line.value("data");
  options.force = line.has("force");
  options.format = read_format(line);
  options.record = line.value("trace");
  const std::string machine = line.value("on").value_or("simulated");
  if (machine != "simulated" && machine != "threads") {
    throw InputError("option '--on' takes simulated or threads, not " + quote(machine));
  }
  options.on_threads = machine == "threads";
  if (options.on_threads) {
    for (const char* const name : {"until", "then", "set", "trace"}) {
      if (line.has(name)) {
        throw InputError("'--" + std::string(name) +
                         "' is for the simulated machine, not for "
                         "'--on threads'");
      }
    }
  }

  options.then = read_then(line);
  if (!options.then && options.record) {
    throw InputError("'--trace' records a run that '--then' continues; '--then' is not given");
  }
  CommandFiles files;
  files.reads(std::optional(options.trace), "the trace");
  files.reads(options.data, "the data");
  files.reads(options.then);
  files.writes(options.record, "trace");
  files.check();
  return options;
}

}  // namespace hogtie
