#include "core/data/read_dataset.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/data/file_bytes.h"
#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

// Far above a row of kLargestIndex entries; keeps a file without line ends from filling memory.
constexpr std::size_t kLongestLine = std::size_t{1} << 30;

class Parser {
 public:
  explicit Parser(const std::string& path) { data_.path = path; }

  // Takes the next piece of the text; pieces may end anywhere.
  void feed(std::string_view text) {
    for (;;) {
      const std::size_t end = text.find('\n');
      if (end == std::string_view::npos) break;
      if (begun_.empty()) {
        parse_line(text.substr(0, end));
      } else {
        begun_ += text.substr(0, end);
        parse_line(begun_);
        begun_.clear();
      }
      text.remove_prefix(end + 1);
    }
    begun_ += text;
    if (begun_.size() > kLongestLine) {
      ++line_;
      fail("the line is longer than 1 GiB; write one row a line");
    }
  }

  Dataset finish(std::string digest) {
    if (!begun_.empty()) parse_line(begun_);
    if (data_.rows() == 0) {
      throw InputError(data_.path +
                       ": no rows in this file; write one a line, as 'label index:value ...'");
    }
    if (data_.indices.empty()) {
      throw InputError(data_.path + ": all values are 0; write rows as 'label index:value ...'");
    }
    data_.digest = std::move(digest);
    return std::move(data_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw InputError(data_.path + ":" + std::to_string(line_) + ": " + what);
  }

  void parse_line(std::string_view line) {
    ++line_;
    rest_ = line.substr(0, line.find('#'));
    const std::string_view label = next_token();
    if (label.empty()) return;
    data_.labels.push_back(number(label, "label", 0));
    data_.lines.push_back(line_);
    std::uint64_t previous = 0;
    for (auto token = next_token(); !token.empty(); token = next_token()) {
      previous = parse_feature(token, previous);
    }
    data_.features = std::max(data_.features, static_cast<std::size_t>(previous));
    data_.row_offsets.push_back(data_.indices.size());
  }

  // Stores one `index:value` and returns its index; `previous` is the one before it, or 0.
  std::uint64_t parse_feature(std::string_view token, std::uint64_t previous) {
    std::uint64_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    const auto colon = static_cast<std::size_t>(end - token.data());
    if (error == std::errc::invalid_argument || colon == token.size() || token[colon] != ':') {
      fail(quote(token) + " is not index:value; write a whole number, a colon and a number");
    }
    if (error == std::errc::result_out_of_range || index > kLargestIndex) {
      fail("index " + quote(token.substr(0, colon)) + " is above " + std::to_string(kLargestIndex) +
           ", the largest that is taken; renumber the features");
    }
    if (index == 0) fail("index 0; number the features from 1");
    if (index <= previous) {
      fail("index " + std::to_string(index) + " after index " + std::to_string(previous) +
           "; write each index of a row once, in ascending order");
    }
    const double value = number(token.substr(colon + 1), "value", index);
    if (value != 0) {
      data_.indices.push_back(static_cast<std::uint32_t>(index - 1));
      data_.values.push_back(value);
    }
    return index;
  }

  // A finite number; `index` is 0 for a label.
  double number(std::string_view token, std::string_view kind, std::uint64_t index) const {
    const auto bad = [&](const std::string& what) {
      fail(std::string(kind) + " " + quote(token) +
           (index > 0 ? " of index " + std::to_string(index) : "") + what);
    };
    std::string_view digits = token;
    if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::invalid_argument || end != digits.data() + digits.size()) {
      bad(" is not a number; write a decimal number");
    }
    if (error == std::errc::result_out_of_range) {
      bad(" is outside the range of a double; rescale the column");
    }
    if (!std::isfinite(value)) bad(" is not finite; remove the row or replace the value");
    return value;
  }

  std::string_view next_token() {
    constexpr std::string_view kBlanks = " \t\r";
    rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size()));
    const std::string_view token = rest_.substr(0, rest_.find_first_of(kBlanks));
    rest_.remove_prefix(token.size());
    return token;
  }

  Dataset data_;
  std::size_t line_ = 0;
  std::string begun_;      // a line whose end has not been seen
  std::string_view rest_;  // what is left of the line being parsed
};

}  // namespace

Dataset read_dataset(const std::string& path) {
  FileBytes bytes(path);
  Parser parser(path);
  for (std::string_view text = bytes.next(); !text.empty(); text = bytes.next()) {
    parser.feed(text);
  }
  return parser.finish(bytes.digest());
}

}  // namespace hogtie
