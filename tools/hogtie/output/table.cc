#include "tools/hogtie/output/table.h"

#include <set>
#include <stdexcept>
#include <utility>

namespace hogtie {

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {
  std::set<std::string> names;
  for (const Column& column : columns_) {
    if (!names.insert(column.name).second) {
      throw std::logic_error("a table with two columns '" + column.name + "'");
    }
  }
}

void Table::add_row(std::vector<Cell> cells) {
  if (cells.size() != columns_.size()) throw std::logic_error("a row that does not fit its table");
  rows_.push_back(std::move(cells));
}

}  // namespace hogtie
