#pragma once

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

/// A value, or std::monostate where there is none.
using Cell = std::variant<std::monostate, std::string, std::int64_t, std::uint64_t, double>;

/// What there may be none of.
template <class Value>
Cell optional_cell(const std::optional<Value>& value) {
  return value ? Cell(*value) : Cell();
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
