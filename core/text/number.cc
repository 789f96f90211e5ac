#include "core/text/number.h"

#include <google/protobuf/io/strtod.h>

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace hogtie {
namespace {

std::optional<std::uint64_t> parse_digits(std::string_view text, int base) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace

std::string format_number(double value) {
  if (std::isnan(value)) return "nan";  // the sign of a NaN says nothing
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

std::string format_six_digits(double value) {
  if (!std::isfinite(value)) return format_number(value);
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::general, 6)
                       .ptr;
  return {buffer.data(), end};
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) return std::nullopt;
  // Too large or too small: text format's reading tells which.
  if (error != std::errc()) {
    value = google::protobuf::io::NoLocaleStrtod(std::string(text).c_str(), nullptr);
  }
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> parse_integer(std::string_view text) {
  return parse_digits(text, 10);
}

std::optional<std::uint64_t> parse_hexadecimal(std::string_view digits) {
  return parse_digits(digits, 16);
}

}  // namespace hogtie
