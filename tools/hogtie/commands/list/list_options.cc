#include "tools/hogtie/commands/list/list_options.h"

#include <algorithm>
#include <sstream>

#include "core/error.h"
#include "core/text/number.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

std::string named(const std::string& option) {
  return "option '--" + option + "' ";
}

/// Each entry as `parse` reads it, in the range that `range` spells.
template <class Value, class Parse>
std::vector<Value> read(const std::vector<std::string>& entries, const std::string& option,
                        const Parse& parse, Value smallest, Value largest,
                        const std::string& range) {
  std::vector<Value> values;
  for (const std::string& text : entries) {
    const auto value = parse(text);
    if (!value || *value < smallest || *value > largest) {
      throw InputError(named(option) + "takes " + range + ", separated by commas; " + quote(text) +
                       " is not one");
    }
    if (std::find(values.begin(), values.end(), *value) != values.end()) {
      throw InputError(named(option) + "names " + printable(text) + " twice");
    }
    values.push_back(*value);
  }
  return values;
}

}  // namespace

std::vector<std::string> read_list(const CommandLine& line, const std::string& option,
                                   const std::string& prefix) {
  auto value = line.value(option);
  if (!value) return {};
  if (!value->starts_with(prefix)) {
    throw InputError(named(option) + "takes " + prefix + "A,B,...; " + quote(*value) +
                     " is not that");
  }
  value->erase(0, prefix.size());
  std::vector<std::string> entries;
  std::istringstream stream(*value + ",");  // getline leaves an empty last entry out
  for (std::string entry; std::getline(stream, entry, ',');) {
    if (entry.empty()) {
      throw InputError(named(option) + "has an empty entry in " + quote(*value));
    }
    if (std::find(entries.begin(), entries.end(), entry) != entries.end()) {
      throw InputError(named(option) + "names " + printable(entry) + " twice");
    }
    entries.push_back(entry);
  }
  return entries;
}

std::vector<std::uint64_t> read_integers(const CommandLine& line, const std::string& option,
                                         std::uint64_t smallest, std::uint64_t largest,
                                         const std::string& prefix) {
  return read<std::uint64_t>(
      read_list(line, option, prefix), option, parse_integer, smallest, largest,
      "integers, " + std::to_string(smallest) + " to " + std::to_string(largest));
}

std::vector<double> read_numbers(const CommandLine& line, const std::string& option,
                                 double smallest, double largest) {
  return read<double>(read_list(line, option), option, parse_number, smallest, largest,
                      "numbers, " + format_number(smallest) + " to " + format_number(largest));
}

}  // namespace hogtie
