#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hogtie {

/// The shortest decimal that reads back as the same double, whatever the locale; "nan", "inf" and
/// "-inf" for what is not finite.
std::string format_number(double value);

/// The same, rounded to six significant digits: for people.
std::string format_six_digits(double value);

/// The finite number that the whole text spells in decimal, 0 where it is too small for a double;
/// none when it spells no such number.
std::optional<double> parse_number(std::string_view text);

/// The integer that the whole text spells in decimal digits; none when it spells none or one that
/// does not fit.
std::optional<std::uint64_t> parse_integer(std::string_view text);

/// The same of hexadecimal digits, without 0x.
std::optional<std::uint64_t> parse_hexadecimal(std::string_view digits);

}  // namespace hogtie
