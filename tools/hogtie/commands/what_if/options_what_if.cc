#include <array>
#include <limits>
#include <string_view>

#include "core/error.h"
#include "core/text/number.h"
#include "core/text/quote.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/cli/output_options.h"
#include "tools/hogtie/cli/then_options.h"
#include "tools/hogtie/commands/what_if/what_if.h"

namespace hogtie {
namespace {

using namespace std::string_view_literals;

/// The numbers of WORKER@STEP and, after the separator, how much.
struct Change {
  std::uint32_t worker;
  std::uint64_t step;
  std::uint64_t amount;
};

Change parse_change(const std::string& option, const std::string& text, char separator,
                    const std::string& form) {
  const std::size_t at = text.find('@');
  const std::size_t then = text.find(separator, at == std::string::npos ? 0 : at);
  if (at != std::string::npos && then != std::string::npos) {
    const auto worker = parse_integer(std::string_view(text).substr(0, at));
    const auto step = parse_integer(std::string_view(text).substr(at + 1, then - at - 1));
    const auto amount = parse_integer(std::string_view(text).substr(then + 1));
    if (worker && *worker <= std::numeric_limits<std::uint32_t>::max() && step && amount) {
      return {static_cast<std::uint32_t>(*worker), *step, *amount};
    }
  }
  throw InputError("option '--" + option + "' takes " + form + "; " + quote(text) + " is not one");
}

}  // namespace

boost::program_options::options_description what_if_options() {
  boost::program_options::options_description options("options");
  add_values(
      options, "stall", "W@STEP+STEPS",
      "hold worker W back at recorded step STEP, until others have taken STEPS steps; may be "
      "given several times");
  add_values(options, "slow", "W@STEP:FACTOR",
             "from recorded step STEP on, let worker W take one step for each FACTOR; may be given "
             "several times");
  add_then(options, "let this adversary schedule from the first change on");
  add_value(options, "trace", "FILE", "record the changed run");
  add_data(options);
  add_flag(options, "force", "also for a trace that a machine with other arithmetic has recorded");
  add_format(options);
  add_help(options);
  return options;
}

WhatIfOptions read_what_if(const CommandLine& line) {
  constexpr std::array kNames = {"trace"sv};
  WhatIfOptions options;
  options.trace = line.positional(kNames).front();
  for (const std::string& text : line.values("stall")) {
    const Change change =
        parse_change("stall", text, '+', "WORKER@STEP+STEPS in whole numbers, such as 1@5000+200");
    options.changes.stalls.push_back({change.worker, change.step, change.amount});
  }
  for (const std::string& text : line.values("slow")) {
    const Change change =
        parse_change("slow", text, ':', "WORKER@STEP:FACTOR in whole numbers, such as 1@5000:2");
    if (change.amount == 0) {
      throw InputError("option '--slow' takes a factor of at least 1, not " + quote(text) +
                       "; '--stall' holds a worker back");
    }
    options.changes.slowdowns.push_back({change.worker, change.step, change.amount});
  }
  if (options.changes.stalls.empty() && options.changes.slowdowns.empty()) {
    throw InputError(
        "nothing is changed; give '--stall' or '--slow', or use `hogtie replay --then` to go on "
        "under another adversary");
  }
  options.then = read_then(line);
  options.record = line.value("trace");
  options.data = line.value("data");
  options.force = line.has("force");
  options.format = read_format(line);
  CommandFiles files;
  files.reads(std::optional(options.trace), "the trace");
  files.reads(options.data, "the data");
  files.reads(options.then);
  files.writes(options.record, "trace");
  files.check();
  return options;
}

}  // namespace hogtie
