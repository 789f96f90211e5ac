#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hogtie {

struct Column {
  std::string name;  ///< unique in its table; the key in JSON
  std::string unit;  ///< empty without one; shown by the text format only
};

/// An integer that can have any of 64 bits, as a seed, or the largest of a search. Other integers
/// are counts, which do not come to 2^53: programs may read them as doubles.
struct WideInteger {
  std::uint64_t value;
};

/// A list: as a text, and as JSON.
struct Composite {
  std::string text;
  std::string json;  ///< A document.
};

/// A value, or std::monostate where there is none: it was not measured, or does not apply.
using Cell = std::variant<std::monostate, std::string, std::int64_t, std::uint64_t, double,
                          WideInteger, Composite>;

/// What there may be none of.
template <class Value>
Cell optional_cell(const std::optional<Value>& value) {
  return value ? Cell(*value) : Cell();
}

/// An end of an interval for a mean; none where it is the whole line, of which one number tells
/// nothing, and of numbers whose squares overflow.
inline Cell interval_cell(double end) {
  return std::isfinite(end) ? Cell(end) : Cell();
}

/// Results, as rows of cells under named columns.
class Table {
 public:
  /// Throws std::logic_error when two columns have the same name.
  explicit Table(std::vector<Column> columns);

  /// Throws std::logic_error unless there is one cell for each column.
  void add_row(std::vector<Cell> cells);

  const std::vector<Column>& columns() const { return columns_; }
  const std::vector<std::vector<Cell>>& rows() const { return rows_; }

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace hogtie
