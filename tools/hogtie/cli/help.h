#pragma once

#include <boost/program_options/options_description.hpp>
#include <string>
#include <string_view>

namespace hogtie {

/// The parts of a page of help, each as lines without an end-of-line after the last.
struct HelpPage {
  std::string_view usage;
  std::string_view description;
  std::string_view examples;
  std::string_view does_not_hold;  ///< when the command exits with 1; empty if it never does
  bool reads_traces = false;       ///< whether it exits with 4 where a trace has no end
};

/// The page as `--help` prints it.
std::string help_text(const HelpPage& page,
                      const boost::program_options::options_description& options);

}  // namespace hogtie
