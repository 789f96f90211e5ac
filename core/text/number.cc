#include "core/text/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace hogtie {
namespace {

template <class Value>
std::optional<Value> parse_whole(std::string_view text) {
  Value value{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
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
  const auto value = parse_whole<double>(text);
  if (value && !std::isfinite(*value)) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> parse_integer(std::string_view text) {
  return parse_whole<std::uint64_t>(text);
}

}  // namespace hogtie
