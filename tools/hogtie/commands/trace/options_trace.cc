#include <array>
#include <limits>
#include <string_view>

#include "core/error.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/commands/trace/trace.h"

namespace hogtie {
namespace {

using namespace std::string_view_literals;

constexpr std::array kTrace = {"trace"sv};
constexpr std::array kTwoTraces = {"trace"sv, "second trace"sv};
constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();

}  // namespace

boost::program_options::options_description trace_info_options() {
  boost::program_options::options_description options("options of info");
  add_format(options);
  add_help(options);
  return options;
}

TraceInfoOptions read_trace_info(const CommandLine& line) {
  return {line.positional(kTrace).front(), read_format(line)};
}

boost::program_options::options_description trace_show_options() {
  boost::program_options::options_description options("options of show");
  add_value(options, "from", "STEP", "the first step to show (default: the first)");
  add_value(options, "to", "STEP",
            "the last step to show (default: the last); at most 1000000 are shown");
  add_flag(options, "force",
           "show although a machine with other arithmetic has recorded the trace");
  add_data(options);
  add_format(options);
  add_help(options);
  return options;
}

TraceShowOptions read_trace_show(const CommandLine& line) {
  TraceShowOptions options;
  options.trace = line.positional(kTrace).front();
  options.from = line.integer("from", 0, kLargest);
  options.to = line.integer("to", 0, kLargest);
  options.force = line.has("force");
  options.data = line.value("data");
  options.format = read_format(line);
  if (options.from && options.to && *options.from > *options.to) {
    throw InputError("no steps from " + std::to_string(*options.from) + " to " +
                     std::to_string(*options.to) + ": '--from' is after '--to'");
  }
  return options;
}

boost::program_options::options_description trace_diff_options() {
  boost::program_options::options_description options("options of diff");
  add_help(options);
  return options;
}

TraceDiffOptions read_trace_diff(const CommandLine& line) {
  const auto& traces = line.positional(kTwoTraces);
  return {traces[0], traces[1]};
}

}  // namespace hogtie
