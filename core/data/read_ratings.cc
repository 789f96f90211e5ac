#include "core/data/read_ratings.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "core/data/finite_number.h"
#include "core/data/for_each_line.h"
#include "core/data/read_dataset.h"
#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

class RatingsParser {
 public:
  explicit RatingsParser(const std::string& path) : path_(path) {}

  void take(std::string_view line, std::size_t number) {
    std::string_view rest = line.substr(0, line.find('#'));
    const std::string_view user = take_word(rest);
    if (user.empty()) return;
    const std::string_view item = take_word(rest);
    const std::string_view rating = take_word(rest);
    if (rating.empty() || !take_word(rest).empty()) {
      fail(number, "not a rating; write 'user item rating'");
    }
    const std::uint32_t row = index("user", user, number);
    const std::uint32_t column = index("item", item, number);
    const FiniteNumber value = finite_number(rating);
    if (value.problem != nullptr) fail(number, "rating " + quote(rating) + value.problem);
    matrix_.rows = std::max(matrix_.rows, std::size_t{row});
    matrix_.columns = std::max(matrix_.columns, std::size_t{column});
    matrix_.row.push_back(row - 1);
    matrix_.column.push_back(column - 1);
    matrix_.value.push_back(value.value);
    lines_.push_back(number);
  }

  ObservedMatrix finish(std::string digest) {
    if (lines_.empty()) {
      throw InputError(path_ +
                       ": no ratings in this file; write one a line, as 'user item rating'");
    }
    check_once();
    matrix_.digest = std::move(digest);
    return std::move(matrix_);
  }

 private:
  [[noreturn]] void fail(std::size_t line, const std::string& what) const {
    throw InputError(path_ + ":" + std::to_string(line) + ": " + what);
  }

  std::uint32_t index(const char* kind, std::string_view word, std::size_t line) const {
    std::uint64_t value = 0;
    const char* const last = word.data() + word.size();
    const auto [end, error] = std::from_chars(word.data(), last, value);
    if (error != std::errc() || end != last || value == 0 || value > kLargestIndex) {
      fail(line, std::string(kind) + " " + quote(word) + " is not a whole number from 1 to " +
                     std::to_string(kLargestIndex) + "; number the " + kind + "s so");
    }
    return static_cast<std::uint32_t>(value);
  }

  /// Of the ratings that repeat one, names that of the first line.
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
    fail(lines_[first], "user " + std::to_string(matrix_.row[first] + 1) + " rates item " +
                            std::to_string(matrix_.column[first] + 1) + " as in line " +
                            std::to_string(lines_[before]) + "; keep one of the two");
  }

  std::string path_;
  ObservedMatrix matrix_;
  std::vector<std::size_t> lines_;  // of each rating; they ascend
};

}  // namespace

ObservedMatrix read_ratings(const std::string& path) {
  RatingsParser parser(path);
  std::string digest = for_each_line(
      path, [&](std::string_view line, std::size_t number) { parser.take(line, number); });
  return parser.finish(std::move(digest));
}

}  // namespace hogtie
