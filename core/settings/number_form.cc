#include "core/settings/number_form.h"

#include <algorithm>
#include <cstddef>

#include "core/text/quote.h"

namespace hogtie {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hexadecimal(std::string_view digits) {
  return digits.starts_with("0x") || digits.starts_with("0X");
}

}  // namespace

std::optional<std::string> number_form_problem(std::string_view text) {
  const std::string sign = text.starts_with('-') ? "-" : "";
  const std::string_view digits = text.substr(sign.size());
  if (digits.empty() || !(is_digit(digits[0]) || digits[0] == '.')) return std::nullopt;
  if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) {
    const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    const std::size_t begin = is_digit(digits[zeros]) ? zeros : zeros - 1;
    return quote(text) + " begins with a zero; write " +
           quote(sign + std::string(digits.substr(begin)));
  }
  if ((digits.ends_with('f') || digits.ends_with('F')) && !is_hexadecimal(digits)) {
    return quote(text) + " ends in a letter; write " + quote(text.substr(0, text.size() - 1));
  }
  return std::nullopt;
}

}  // namespace hogtie
