#include "tools/hogtie/cli/command_line.h"

#include <boost/program_options.hpp>

#include "core/error.h"
#include "core/text/nearest.h"
#include "core/text/number.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

namespace po = boost::program_options;

constexpr const char* kPositional = "positional";

std::string unknown_option(const po::options_description& options, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& option : options.options()) names.push_back("--" + option->long_name());
  const std::string meant =
      nearest(name, std::vector<std::string_view>(names.begin(), names.end()));
  std::string text = "no option " + quote(name) + ";";
  if (!meant.empty()) text += " did you mean '" + meant + "'?";
  text += " there are: ";
  for (std::size_t i = 0; i < names.size(); ++i) text += (i > 0 ? ", " : "") + names[i];
  return text;
}

bool is_option(const po::options_description& options, const std::string& argument) {
  const bool is_short = argument.size() == 2 && argument[0] == '-';
  return argument.starts_with("--") ||
         (is_short && options.find_nothrow(argument, false) != nullptr);
}

/// An option must not take the next one for its value.
void check_values(const po::options_description& options, std::span<const std::string> arguments) {
  for (std::size_t k = 0; k < arguments.size() && arguments[k] != "--"; ++k) {
    const std::string& name = arguments[k];
    if (!name.starts_with("--")) continue;
    // With its value joined to it, it is not found.
    const auto* const option = options.find_nothrow(name.substr(2), false);
    if (option == nullptr || option->semantic()->min_tokens() == 0) continue;
    if (++k == arguments.size()) {
      throw InputError("option " + quote(name) + " has no value; give one after it");
    }
    if (is_option(options, arguments[k])) {
      throw InputError("option " + quote(name) + " has no value; " + quote(arguments[k]) +
                       " is an option, or as its value written " +
                       quote(name + "=" + arguments[k]));
    }
  }
}

}  // namespace

CommandLine::CommandLine(const po::options_description& options,
                         std::span<const std::string> arguments) {
  check_values(options, arguments);
  po::options_description all;
  all.add(options).add_options()(kPositional, po::value(&positional_));
  po::positional_options_description positions;
  positions.add(kPositional, -1);
  // Abbreviations would break scripts whenever an option is added.
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  try {
    po::store(po::command_line_parser({arguments.begin(), arguments.end()})
                  .options(all)
                  .positional(positions)
                  .style(style)
                  .run(),
              options_);
    po::notify(options_);
  } catch (const po::unknown_option& error) {
    const std::string option = error.get_option_name();  // with its value, if that is joined
    throw InputError(unknown_option(options, option.substr(0, option.find('='))));
  } catch (const po::error& error) {
    throw InputError(printable(error.what()));
  }
}

bool CommandLine::has(const std::string& option) const {
  return options_.count(option) > 0;
}

std::optional<std::string> CommandLine::value(const std::string& option) const {
  if (!has(option)) return std::nullopt;
  const auto& text = options_[option].as<std::string>();
  if (text.empty()) throw InputError("option '--" + option + "' has an empty value");
  return text;
}

std::vector<std::string> CommandLine::values(const std::string& option) const {
  if (!has(option)) return {};
  return options_[option].as<std::vector<std::string>>();
}

std::optional<std::uint64_t> CommandLine::integer(const std::string& option, std::uint64_t smallest,
                                                  std::uint64_t largest) const {
  const auto text = value(option);
  if (!text) return std::nullopt;
  const auto number = parse_integer(*text);
  if (number && *number >= smallest && *number <= largest) return number;
  throw InputError("option '--" + option + "' takes an integer, " + std::to_string(smallest) +
                   " to " + std::to_string(largest) + "; " + quote(*text) + " is not one");
}

std::optional<double> CommandLine::number(const std::string& option, double smallest,
                                          double largest) const {
  const auto text = value(option);
  if (!text) return std::nullopt;
  const auto number = parse_number(*text);
  if (number && *number >= smallest && *number <= largest) return number;
  throw InputError("option '--" + option + "' takes a number, " + format_number(smallest) + " to " +
                   format_number(largest) + "; " + quote(*text) + " is not one");
}

const std::vector<std::string>& CommandLine::positional(
    std::span<const std::string_view> names) const {
  if (positional_.size() < names.size()) {
    throw InputError("no " + std::string(names[positional_.size()]) +
                     " is given; name it after the command");
  }
  if (positional_.size() > names.size()) {
    throw InputError("one argument too many: " + quote(positional_[names.size()]));
  }
  return positional_;
}

void add_flag(po::options_description& options, const char* name, const char* text) {
  options.add_options()(name, text);
}

void add_value(po::options_description& options, const char* name, const char* placeholder,
               const char* text) {
  options.add_options()(name, po::value<std::string>()->value_name(placeholder), text);
}

void add_values(po::options_description& options, const char* name, const char* placeholder,
                const char* text) {
  options.add_options()(
      name, po::value<std::vector<std::string>>()->value_name(placeholder)->composing(), text);
}

void add_list(po::options_description& options, const char* name, const char* placeholder,
              const char* text) {
  options.add_options()(
      name,
      po::value<std::vector<std::string>>()->value_name(placeholder)->multitoken()->composing(),
      text);
}

}  // namespace hogtie
