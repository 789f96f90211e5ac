#include "tools/hogtie/cli/help.h"

#include <sstream>

namespace hogtie {
namespace {

std::string indent(std::string_view lines) {
  std::string text = "  ";
  for (const char c : lines) {
    text += c;
    if (c == '\n') text += "  ";
  }
  return text + "\n";
}

}  // namespace

std::string help_text(const HelpPage& page,
                      const boost::program_options::options_description& options) {
  std::ostringstream list;
  list << options;
  const std::string lines = list.str();

  std::ostringstream text;
  text << "usage:\n" << indent(page.usage) << '\n' << page.description << "\n\n";
  text << lines.substr(lines.find_first_not_of('\n'));  // a list of lists begins with an empty line

  text << "\nexamples:\n" << indent(page.examples);
  text << "\nexit statuses:\n  0  fine\n";
  if (!page.does_not_hold.empty()) text << "  1  " << page.does_not_hold << '\n';
  text << "  2  wrong usage or input, or a file that cannot be written\n"
          "  3  internal error, or standard output that cannot be written\n";
  if (page.reads_traces) {
    text << "  4  otherwise fine, but a trace is cut short: its end is missing\n";
  }
  text << "  141  the reader of standard output has ended\n";
  return text.str();
}

}  // namespace hogtie
