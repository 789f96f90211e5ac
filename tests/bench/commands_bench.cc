// The figures of whole commands, of the machine below them and of code written by hand, as ratios
// within one run. See `commands_bench --help`.

#include <algorithm>
#include <cstdint>
#include <exception>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/text/quote.h"
#include "tests/bench/against_rows.h"
#include "tests/bench/command_rows.h"
#include "tests/bench/machine_rows.h"
#include "tests/bench/measure_rows.h"
#include "tests/bench/rows_table.h"
#include "tests/bench/state_rows.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie::bench {
namespace {

constexpr const char* kHelp =
    "usage:\n"
    "  commands_bench [OPTION...]\n"
    "\n"
    "Measures ratios of speeds: of commands of hogtie, as whole processes, to the machine that\n"
    "runs in them, and of the machine to code written by hand. A ratio is the median over the\n"
    "repetitions. The two sides of a ratio are executed one right after the other. Commands run\n"
    "on the first two processors that this process may run on, or on the first one.\n"
    "\n";

constexpr const char* kStatuses = "\nexit statuses: 0 measured, 1 a side failed, 2 wrong usage\n";

boost::program_options::options_description bench_options() {
  boost::program_options::options_description options("options");
  add_value(options, "program", "FILE", "the program (default: that of the same build)");
  add_value(options, "against", "FILE",
            "another build of the program: adds rows that compare the two");
  add_values(options, "rows", "TEXT",
             "measure only the rows that have this text in their name; may be given several times, "
             "and a row must have all");
  add_value(options, "repetitions", "N", "measure N times (default: 5; with --short: 1)");
  add_flag(options, "short", "run tiny sizes: the figures mean nothing");
  add_format(options);
  add_help(options);
  return options;
}

std::vector<Row> all_rows(const CommandLine& line, const Size& size, const Scratch& scratch) {
  const Program program(line.value("program").value_or(HOGTIE_PROGRAM));
  std::vector<Row> rows = machine_rows(size, scratch.file("machine.trace"));
  std::ranges::move(state_rows(size), std::back_inserter(rows));
  std::ranges::move(command_rows(program, size, scratch), std::back_inserter(rows));
  if (const auto other = line.value("against")) {
    const std::string data = HOGTIE_TEST_DATA "/breast-cancer.svm";
    std::ranges::move(against_rows(program, Program(*other), size, data), std::back_inserter(rows));
  }
  return rows;
}

/// The rows with the text in their name. Throws InputError if there are none.
std::vector<Row> chosen_rows(std::vector<Row> rows, const std::string& text) {
  std::string names;
  for (const Row& row : rows) names += "\n  " + row.name;
  std::erase_if(rows, [&](const Row& row) { return row.name.find(text) == std::string::npos; });
  if (rows.empty()) throw InputError("no row has " + quote(text) + " in its name:" + names);
  return rows;
}

void measure(const CommandLine& line) {
  constexpr std::uint64_t kRepetitions = 5;
  constexpr std::uint64_t kMostRepetitions = 1000;
  const Size size{line.has("short")};
  const Format format = read_format(line);
  const std::uint64_t repetitions =
      line.integer("repetitions", 1, kMostRepetitions).value_or(size.is_short ? 1 : kRepetitions);
  const Scratch scratch;
  std::vector<Row> rows = all_rows(line, size, scratch);
  for (const std::string& text : line.values("rows")) rows = chosen_rows(std::move(rows), text);
  write_table(rows_table(measure_rows(rows, repetitions)), format, std::cout);
}

int run(const std::vector<std::string>& arguments) {
  const auto options = bench_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << kHelp << options << kStatuses;
    return 0;
  }
  line.positional({});
  measure(line);
  return 0;
}

}  // namespace
}  // namespace hogtie::bench

int main(int argc, char** argv) {
  try {
    return hogtie::bench::run({argv + 1, argv + argc});
  } catch (const hogtie::InputError& error) {
    std::cerr << "commands_bench: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "commands_bench: " << error.what() << '\n';
    return 1;
  }
}
