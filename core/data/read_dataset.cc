#include "core/data/read_dataset.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/data/finite_number.h"
#include "core/data/for_each_line.h"
#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

class LibsvmParser {
 public:
  explicit LibsvmParser(const std::string& path) { data_.path = path; }

  void take(std::string_view line, std::size_t number) {
    line_ = number;
    rest_ = line.substr(0, line.find('#'));
    const std::string_view label = take_word(rest_);
    if (label.empty()) return;
    data_.labels.push_back(this->number(label, "label", 0));
    data_.lines.push_back(line_);
    std::uint64_t previous = 0;
    for (auto token = take_word(rest_); !token.empty(); token = take_word(rest_)) {
      previous = parse_feature(token, previous);
    }
    data_.features = std::max(data_.features, static_cast<std::size_t>(previous));
    data_.row_offsets.push_back(data_.indices.size());
  }

  Dataset finish(std::string digest) {
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
    const FiniteNumber parsed = finite_number(token);
    if (parsed.problem != nullptr) {
      fail(std::string(kind) + " " + quote(token) +
           (index > 0 ? " of index " + std::to_string(index) : "") + parsed.problem);
    }
    return parsed.value;
  }

  Dataset data_;
  std::size_t line_ = 0;
  std::string_view rest_;  // what is left of the line being parsed
};

}  // namespace

Dataset read_dataset(const std::string& path) {
  LibsvmParser parser(path);
  std::string digest = for_each_line(
      path, [&](std::string_view line, std::size_t number) { parser.take(line, number); });
  return parser.finish(std::move(digest));
}

}  // namespace hogtie
