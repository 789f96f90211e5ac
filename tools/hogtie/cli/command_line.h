#pragma once

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/variables_map.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hogtie {

/// The arguments of a command, split into options and positional arguments. All values are texts,
/// since the conversions of Boost take "-1" for a large unsigned integer.
class CommandLine {
 public:
  /// Throws InputError for an argument that is no option of `options`, which stays in use for as
  /// long as this object, for an option without its value, or for one given twice. A value may
  /// begin with a dash, but is no option itself, unless it is joined: "--trace=--quiet".
  CommandLine(const boost::program_options::options_description& options,
              std::span<const std::string> arguments);

  bool has(const std::string& option) const;

  /// The value of an option that takes one; none when it is not given. Throws InputError for an
  /// empty value.
  std::optional<std::string> value(const std::string& option) const;

  /// Its values, of an option that may be given several times.
  std::vector<std::string> values(const std::string& option) const;

  /// Its value as an integer of at least `smallest` and at most `largest`. Throws InputError for
  /// another value.
  std::optional<std::uint64_t> integer(const std::string& option, std::uint64_t smallest,
                                       std::uint64_t largest) const;

  /// Its value as a number of at least `smallest` and at most `largest`. Throws InputError for
  /// another value.
  std::optional<double> number(const std::string& option, double smallest, double largest) const;

  const std::vector<std::string>& positional() const { return positional_; }

  /// The positional arguments, which must be as many as `names`. Throws InputError, with what is
  /// missing or is too much.
  const std::vector<std::string>& positional(std::span<const std::string_view> names) const;

 private:
  boost::program_options::variables_map options_;
  std::vector<std::string> positional_;
};

/// Options that take one value, or none, with their line of help; `values` may be given repeatedly,
/// and a `list` has all arguments up to the next option.
void add_flag(boost::program_options::options_description& options, const char* name,
              const char* text);
void add_value(boost::program_options::options_description& options, const char* name,
               const char* placeholder, const char* text);
void add_values(boost::program_options::options_description& options, const char* name,
                const char* placeholder, const char* text);
void add_list(boost::program_options::options_description& options, const char* name,
              const char* placeholder, const char* text);

}  // namespace hogtie
