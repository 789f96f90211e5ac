#include "tools/hogtie/cli/common_options.h"

#include "core/error.h"
#include "sim/studies/trials/state_file.h"

namespace hogtie {

void add_format(boost::program_options::options_description& options) {
  add_value(options, "format", "FORMAT", "text (the default), json or csv");
}

Format read_format(const CommandLine& line) {
  const auto name = line.value("format");
  return name ? parse_format(*name) : Format::kText;
}

void add_help(boost::program_options::options_description& options) {
  add_flag(options, "help,h", "print this help");
}

void add_data(boost::program_options::options_description& options) {
  add_value(options, "data", "FILE",
            "read the data from this file, wherever it lies; it must be the recorded one");
}

std::optional<std::uint64_t> read_trials_wanted(const CommandLine& line) {
  return line.integer("trials", 1, kMostTrials);
}

void add_threads(boost::program_options::options_description& options) {
  add_value(options, "threads", "K", "run trials on K threads (default: one for each processor)");
}

std::optional<std::uint32_t> read_threads(const CommandLine& line) {
  constexpr std::uint64_t kMost = 1024;
  const auto threads = line.integer("threads", 1, kMost);
  if (!threads) return std::nullopt;
  return static_cast<std::uint32_t>(*threads);
}

void add_confidence(boost::program_options::options_description& options) {
  add_value(options, "confidence", "P", "confidence of the intervals (default: 0.95)");
}

std::optional<double> read_confidence(const CommandLine& line) {
  const auto confidence = line.number("confidence", 0, 1);
  if (confidence && (*confidence == 0 || *confidence == 1)) {
    throw InputError("option '--confidence' takes a number between 0 and 1, such as 0.95");
  }
  return confidence;
}

}  // namespace hogtie
