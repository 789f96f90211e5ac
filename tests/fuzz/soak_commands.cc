/// Gives mutated traces to the program itself: see usage below.
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/choices.h"
#include "tests/fuzz/limited_process.h"
#include "tests/fuzz/program.h"
#include "tests/fuzz/small_experiment.h"
#include "tests/fuzz/trace_demand.h"
#include "tests/fuzz/trace_frames.h"
#include "tests/fuzz/trace_mutator.h"
#include "tests/fuzz/work_directory.h"

namespace {

namespace fs = std::filesystem;
using namespace hogtie::fuzz;
using Arguments = std::vector<std::string>;

constexpr std::string_view kUsage =
    "usage: soak_commands PROGRAM FROM TO FOUND DIRECTORY\n"
    "Mutates traces of the directory, once for each number from FROM to TO - 1, and has every\n"
    "command of the program that reads traces read them. None may be ended by a signal, exit with\n"
    "a status that is not documented, report an error of memory, run for 10 s or take 1 GB. The\n"
    "traces of those that do are put into the directory FOUND. Exits with 1 if there were some.\n";

/// Of a trace that may be followed to its end only if `goes_on` is false.
std::vector<Arguments> commands(bool goes_on) {
  std::vector<Arguments> commands{{"trace", "info", "a.trace"},
                                  {"trace", "info", "a.trace", "--format", "json"},
                                  {"trace", "show", "a.trace"},
                                  {"trace", "diff", "a.trace", "base.trace"},
                                  {"replay", "a.trace"},
                                  {"replay", "a.trace", "--force"},
                                  {"replay", "a.trace", "--on", "threads"},
                                  {"certify", "a.trace", "--quiet"}};
  if (!goes_on) return commands;
  commands.insert(commands.end(),
                  {{"what-if", "a.trace", "--stall", "0@2+5", "--trace", "b.trace"},
                   {"replay", "a.trace", "--until", "3", "--then", "uniform", "--trace", "b.trace"},
                   {"fit", "a.trace", "--out", "fitted"},
                   {"run", "--quiet", "--set", "workers=3", "--set", "adversary.name=replay",
                    "--set", "adversary.trace=a.trace", "--set", "limits.steps=200"}});
  return commands;
}

std::string complaint(const ProcessEnd& end) {
  constexpr int kLastDocumented = 4;
  constexpr int kInternalError = 3;
  if (end.late) return "runs for more than 10 s";
  if (end.megabytes > kMostMegabytes) return "takes " + std::to_string(end.megabytes) + " MB";
  if (end.signal != 0) return "is ended by signal " + std::to_string(end.signal);
  if (end.errors.find("Sanitizer") != std::string::npos ||
      end.errors.find("runtime error:") != std::string::npos) {
    return "is stopped by a sanitizer";
  }
  if (end.status == kInternalError || end.status > kLastDocumented) {
    return "exits with " + std::to_string(end.status);
  }
  return {};
}

struct Soak {
  std::string program;
  fs::path found;
  std::vector<std::string> bases;
  std::uint64_t runs = 0;
  std::uint64_t finds = 0;
};

void report(Soak& soak, std::uint64_t number, const Arguments& arguments, const ProcessEnd& end,
            const std::string& what) {
  ++soak.finds;
  const fs::path kept = soak.found / ("mutated-" + std::to_string(number) + ".trace");
  fs::copy_file("a.trace", kept, fs::copy_options::overwrite_existing);
  std::cout << "found: " << command_text(arguments) << ' ' << what << ": a.trace is "
            << kept.string() << '\n'
            << end.errors.substr(0, 2000) << std::endl;
}

/// Mutates a trace that follows from the number, and has it read.
void soak_one(Soak& soak, std::uint64_t number) {
  constexpr int kTries = 100;
  Choices choices(number);
  const std::string& base = choices.one_of(soak.bases);
  std::string trace;
  TraceDemand demand;
  // What asks for much is legal, and takes its time.
  for (int k = 0; k < kTries; ++k) {
    trace = mutated_trace(base, choices, simple_byte_mutator(choices));
    demand = demand_of(trace);
    if (demand.is_little()) break;
  }
  write_file("a.trace", trace);
  write_file("base.trace", base);
  for (const Arguments& arguments : commands(is_short(demand.experiment))) {
    const ProcessEnd end = run_limited(soak.program, arguments);
    ++soak.runs;
    const std::string what = complaint(end);
    if (!what.empty()) report(soak, number, arguments, end, what);
  }
  work_directory().clear();
}

std::vector<std::string> bases_in(const fs::path& directory) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) files.push_back(entry);
  std::sort(files.begin(), files.end());
  std::vector<std::string> bases;
  for (const fs::path& file : files) {
    std::string trace = as_recorded_here(read_file(file));
    if (demand_of(trace).is_little()) bases.push_back(std::move(trace));
  }
  return bases;
}

[[noreturn]] void wrong_usage() {
  std::cerr << kUsage;
  std::exit(2);
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data(), end, number).ptr != end || text.empty()) wrong_usage();
  return number;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) wrong_usage();
  Soak soak;
  soak.program = fs::absolute(argv[1]).string();
  soak.found = fs::absolute(argv[4]);
  soak.bases = bases_in(argv[5]);
  if (soak.bases.empty()) wrong_usage();
  const InWorkDirectory inside;
  const std::uint64_t to = number_of(argv[3]);
  for (std::uint64_t number = number_of(argv[2]); number < to; ++number) soak_one(soak, number);
  std::cout << soak.runs << " commands on " << to - number_of(argv[2]) << " mutated traces, "
            << soak.finds << " found\n";
  return soak.finds == 0 ? 0 : 1;
}
