#include "tools/hogtie/common_options.h"

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

}  // namespace hogtie
