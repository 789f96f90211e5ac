/// Arguments of the program, one a line: the options of every command are read, and commands that
/// are soon over are run.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/program.h"
#include "tests/fuzz/work_directory.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/commands/bound/bound.h"
#include "tools/hogtie/commands/certify/certify.h"
#include "tools/hogtie/commands/compare/compare.h"
#include "tools/hogtie/commands/fit/fit.h"
#include "tools/hogtie/commands/league/league.h"
#include "tools/hogtie/commands/list/list.h"
#include "tools/hogtie/commands/price/price.h"
#include "tools/hogtie/commands/replay/replay.h"
#include "tools/hogtie/commands/run/run.h"
#include "tools/hogtie/commands/trace/trace.h"
#include "tools/hogtie/commands/train/train.h"
#include "tools/hogtie/commands/trials/trials.h"
#include "tools/hogtie/commands/what_if/what_if.h"

namespace hogtie::fuzz {
namespace {

using Arguments = std::vector<std::string>;

template <class Read>
void read(const boost::program_options::options_description& options, const Arguments& arguments,
          const Read& read_options) {
  try {
    const CommandLine line(options, arguments);
    read_options(line);
  } catch (const InputError&) {
  }
}

void read_options_of_all(const Arguments& arguments) {
  read(run_options(), arguments, read_run);
  read(trials_options(), arguments, read_trials);
  read(replay_options(), arguments, read_replay);
  read(trace_info_options(), arguments, read_trace_info);
  read(trace_show_options(), arguments, read_trace_show);
  read(trace_diff_options(), arguments, read_trace_diff);
  read(bound_options(), arguments, read_bound);
  read(certify_options(), arguments, read_certify);
  read(price_options(), arguments, read_price);
  read(compare_options(), arguments, read_compare);
  read(league_options(), arguments, read_league);
  read(fit_options(), arguments, read_fit);
  read(train_options(), arguments, read_train);
  read(what_if_options(), arguments, read_what_if);
  read(list_options(), arguments, read_list);
}

Arguments arguments_of(std::string_view input) {
  Arguments arguments;
  while (!input.empty()) {
    const std::string_view line = input.substr(0, input.find('\n'));
    arguments.emplace_back(line);
    input.remove_prefix(std::min(line.size() + 1, input.size()));
  }
  return arguments;
}

/// Whether all files that the arguments name are in the working directory.
bool stays_here(const Arguments& arguments) {
  for (const std::string& argument : arguments) {
    if (argument.find('/') != std::string::npos) return false;
  }
  return true;
}

/// Whether a run with these arguments, and what is added to it, asks for little.
bool asks_for_little(const Arguments& arguments) {
  constexpr std::string_view kDigits = "0123456789";
  for (const std::string& argument : arguments) {
    const std::size_t digit = argument.find_first_of(kDigits);
    if (digit != std::string::npos && argument.size() - digit > 2) return false;
    if (argument.find("threads") != std::string::npos) return false;
  }
  return true;
}

}  // namespace
}  // namespace hogtie::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hogtie::fuzz;
  const InWorkDirectory inside;
  std::vector<std::string> arguments = arguments_of({reinterpret_cast<const char*>(data), size});
  read_options_of_all(arguments);
  if (arguments.empty() || !stays_here(arguments)) return 0;
  const std::string command = arguments.front();
  const bool writes = command != "list" && command != "bound" && command != "trace";
  if (command == "run" && asks_for_little(arguments)) {
    arguments.insert(arguments.end(), {"--quiet", "--set", "limits.steps=50"});
    run_program(arguments);
  } else if (!writes || command.starts_with('-')) {
    run_program(arguments);
  }
  work_directory().clear();
  return 0;
}
