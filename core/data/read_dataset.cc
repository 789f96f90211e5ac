#include "core/data/read_dataset.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/data/data_error.h"
#include "core/data/finite_number.h"
#include "core/data/for_each_line.h"
#include "core/error.h"
#include "core/text/odd_character.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

constexpr std::string_view kQuery = "qid:";

class LibsvmParser {
 public:
  explicit LibsvmParser(const DataSource& source)
      : path_(printable(source.path)), first_index_(source.zero_based ? 0 : 1) {}

  void take(std::string_view line, std::size_t number) {
    line_ = number;
    rest_ = line.substr(0, line.find('#'));
    const std::string_view label = take_word(rest_);
    if (label.empty()) return;
    data_.labels.push_back(this->number(label, "label", 0));
    data_.lines.push_back(line_);
    auto token = take_word(rest_);
    if (token.starts_with(kQuery)) {
      skip_query(token);
      token = take_word(rest_);
    }
    std::uint64_t features = 0;
    for (; !token.empty(); token = take_word(rest_)) features = parse_feature(token, features);
    data_.features = std::max(data_.features, static_cast<std::size_t>(features));
    data_.row_offsets.push_back(data_.indices.size());
  }

  std::uint64_t kept() const {
    constexpr std::uint64_t kRow = sizeof(double) + 2 * sizeof(std::size_t);
    constexpr std::uint64_t kValue = sizeof(double) + sizeof(std::uint32_t);
    return data_.rows() * kRow + data_.values.size() * kValue;
  }

  Dataset finish(DataOrigin origin) {
    if (data_.rows() == 0) {
      throw InputError(path_ +
                       ": no rows in this file; write one a line, as 'label index:value ...'");
    }
    if (data_.indices.empty()) {
      throw InputError(path_ + ": all values are 0; write rows as 'label index:value ...'");
    }
    if (queries_ > 0) {
      origin.notes.push_back(path_ + ": 'qid:' of " + std::to_string(queries_) +
                             " rows is left out; rows are taken for independent samples");
    }
    static_cast<DataOrigin&>(data_) = std::move(origin);
    return std::move(data_);
  }

 private:
  [[noreturn]] void fail(std::string_view kind, const std::string& content,
                         std::string_view problem) const {
    throw DataError(path_, line_, kind, content, problem);
  }

  void fail_if_odd(std::string_view kind, std::string_view token) const {
    const std::string odd = odd_character(token);
    if (!odd.empty()) fail(kind, quote(token), "has " + odd + "; write blanks between words");
  }

  void skip_query(std::string_view token) {
    const std::string_view number = token.substr(kQuery.size());
    if (number.empty() || number.find_first_not_of("0123456789") != std::string_view::npos) {
      fail("", quote(token), "is no query; write 'qid:' and a whole number, or leave it out");
    }
    ++queries_;
  }

  // Stores one `index:value` and returns the features up to it; `before` is that of the one before,
  // or 0.
  std::uint64_t parse_feature(std::string_view token, std::uint64_t before) {
    std::uint64_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    const auto colon = static_cast<std::size_t>(end - token.data());
    if (error == std::errc::invalid_argument || colon == token.size() || token[colon] != ':') {
      fail_if_odd("", token);
      fail("", quote(token), "is not index:value; write a whole number, a colon and a number");
    }
    const std::uint64_t largest = kLargestIndex - 1 + first_index_;
    if (error == std::errc::result_out_of_range || index > largest) {
      fail("index", quote(token.substr(0, colon)),
           "is above " + std::to_string(largest) +
               ", the largest that is taken; renumber the features");
    }
    if (index < first_index_) {
      fail("index 0", "",
           "is one of features numbered from 0; set objective.data.zero_based=true (`hogtie train "
           "--zero-based`), or number them from 1");
    }
    const std::uint64_t features = index + 1 - first_index_;
    if (features <= before) {
      fail("index",
           std::to_string(index) + " after index " + std::to_string(before - 1 + first_index_),
           "; write each index of a row once, in ascending order");
    }
    const double value = number(token.substr(colon + 1), "value", features);
    if (value != 0) {
      data_.indices.push_back(static_cast<std::uint32_t>(features - 1));
      data_.values.push_back(value);
    }
    return features;
  }

  // A finite number; `features` is 0 for a label.
  double number(std::string_view token, std::string_view kind, std::uint64_t features) const {
    const FiniteNumber parsed = finite_number(token);
    if (parsed.problem != nullptr) {
      fail_if_odd(kind, token);
      const std::string index =
          features > 0 ? " of index " + std::to_string(features - 1 + first_index_) : "";
      fail(kind, quote(token) + index, parsed.problem);
    }
    return parsed.value;
  }

  std::string path_;
  std::uint64_t first_index_;
  Dataset data_;
  std::size_t line_ = 0;
  std::size_t queries_ = 0;  // rows that have one
  std::string_view rest_;    // what is left of the line being parsed
};

}  // namespace

Dataset read_dataset(const DataSource& source) {
  LibsvmParser parser(source);
  DataOrigin origin = for_each_line(
      source, {[&](std::string_view line, std::size_t number) { parser.take(line, number); },
               [&] { return parser.kept(); }});
  return parser.finish(std::move(origin));
}

}  // namespace hogtie
