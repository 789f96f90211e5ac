#include "core/data/read_ratings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "core/data/data_error.h"
#include "core/data/finite_number.h"
#include "core/data/for_each_line.h"
#include "core/data/read_dataset.h"
#include "core/error.h"
#include "core/text/odd_character.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

/// The words of a line: at most four, or one more where there are more.
struct Words {
  std::array<std::string_view, 5> words;
  std::size_t count = 0;
};

std::string_view trimmed(std::string_view word) {
  constexpr std::string_view kBlanks = " \t\r";
  word.remove_prefix(std::min(word.find_first_not_of(kBlanks), word.size()));
  return word.substr(0, word.find_last_not_of(kBlanks) + 1);
}

Words split_at(std::string_view separator, std::string_view line) {
  Words words;
  for (std::size_t end = 0; end != std::string_view::npos && words.count < words.words.size();) {
    end = line.find(separator);
    words.words[words.count++] = trimmed(line.substr(0, end));
    line.remove_prefix(end == std::string_view::npos ? 0 : end + separator.size());
  }
  return words;
}

Words split(std::string_view line) {
  for (const std::string_view separator : {"::", ","}) {
    if (line.find(separator) != std::string_view::npos) return split_at(separator, line);
  }
  Words words;
  while (words.count < words.words.size()) {
    const std::string_view word = take_word(line);
    if (word.empty()) break;
    words.words[words.count++] = word;
  }
  return words;
}

class RatingsParser {
 public:
  explicit RatingsParser(const DataSource& source)
      : path_(printable(source.path)), first_index_(source.zero_based ? 0 : 1) {}

  void take(std::string_view line, std::size_t number) {
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) return;
    const Words split_line = split(line);
    const auto& [words, count] = split_line;
    if (count < 3 || count > 4) {
      fail_if_odd(number, line);
      fail(number, "", "", "not a rating; write 'user item rating'");
    }
    if (lines_.empty() && header_ == 0 && is_header(split_line)) {
      header_ = number;
      return;
    }
    const std::uint32_t row = index("user", words[0], number);
    const std::uint32_t column = index("item", words[1], number);
    const FiniteNumber value = finite_number(words[2]);
    if (value.problem != nullptr) {
      fail_if_odd(number, words[2]);
      fail(number, "rating", quote(words[2]), value.problem);
    }
    matrix_.rows = std::max(matrix_.rows, std::size_t{row} + 1);
    matrix_.columns = std::max(matrix_.columns, std::size_t{column} + 1);
    matrix_.row.push_back(row);
    matrix_.column.push_back(column);
    matrix_.value.push_back(value.value);
    lines_.push_back(number);
  }

  std::uint64_t kept() const {
    constexpr std::uint64_t kRating =
        sizeof(double) + 2 * sizeof(std::uint32_t) + 2 * sizeof(std::size_t);
    return lines_.size() * kRating;
  }

  ObservedMatrix finish(DataOrigin origin) {
    if (lines_.empty()) {
      throw InputError(path_ +
                       ": no ratings in this file; write one a line, as 'user item rating'");
    }
    check_once();
    if (header_ > 0) {
      origin.notes.push_back(path_ + ":" + std::to_string(header_) +
                             ": left out, being taken for a header");
    }
    static_cast<DataOrigin&>(matrix_) = std::move(origin);
    return std::move(matrix_);
  }

 private:
  [[noreturn]] void fail(std::size_t line, std::string_view kind, const std::string& content,
                         std::string_view problem) const {
    throw DataError(path_, line, kind, content, problem);
  }

  void fail_if_odd(std::size_t line, std::string_view text) const {
    const std::string odd = odd_character(text);
    if (!odd.empty()) fail(line, "", quote(text), "has " + odd + "; write blanks between words");
  }

  /// Names of columns, none of which is a number.
  static bool is_header(const Words& line) {
    return std::all_of(line.words.begin(), line.words.begin() + 3, [](std::string_view word) {
      return finite_number(word).problem != nullptr;
    });
  }

  /// The number of a user or an item, counted from 0.
  std::uint32_t index(const char* kind, std::string_view word, std::size_t line) const {
    std::uint64_t value = 0;
    const char* const last = word.data() + word.size();
    const auto [end, error] = std::from_chars(word.data(), last, value);
    const std::uint64_t largest = kLargestIndex - 1 + first_index_;
    if (error != std::errc() || end != last || value < first_index_ || value > largest) {
      fail_if_odd(line, word);
      const bool from_0 = error == std::errc() && end == last && value < first_index_;
      fail(line, kind, quote(word),
           "is not a whole number from " + std::to_string(first_index_) + " to " +
               std::to_string(largest) + "; number the " + kind + "s so" +
               (from_0 ? ", or set objective.data.zero_based=true" : ""));
    }
    return static_cast<std::uint32_t>(value - first_index_);
  }

  /// Names the first line among the ratings that repeat one.
  void check_once() const {
    std::vector<std::size_t> order(lines_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto key = [this](std::size_t k) {
      return std::tuple(matrix_.row[k], matrix_.column[k], lines_[k]);
    };
    std::ranges::sort(order, {}, key);
    std::size_t first = order.size();
    std::size_t before = 0;
    for (std::size_t k = 1; k < order.size(); ++k) {
      const std::size_t one = order[k - 1];
      const std::size_t other = order[k];
      const bool same =
          matrix_.row[one] == matrix_.row[other] && matrix_.column[one] == matrix_.column[other];
      if (same && other < first) {
        first = other;
        before = one;
      }
    }
    if (first == order.size()) return;
    fail(lines_[first], "",
         "user " + std::to_string(matrix_.row[first] + first_index_) + " rates item " +
             std::to_string(matrix_.column[first] + first_index_),
         "as in line " + std::to_string(lines_[before]) + "; keep one of the two");
  }

  std::string path_;
  std::uint64_t first_index_;
  ObservedMatrix matrix_;
  std::vector<std::size_t> lines_;  // of each rating; they ascend
  std::size_t header_ = 0;          // its line
};

}  // namespace

ObservedMatrix read_ratings(const DataSource& source) {
  RatingsParser parser(source);
  DataOrigin origin = for_each_line(
      source, {[&](std::string_view line, std::size_t number) { parser.take(line, number); },
               [&] { return parser.kept(); }});
  return parser.finish(std::move(origin));
}

}  // namespace hogtie
