#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "tools/hogtie/output/table.h"

namespace hogtie {

/// A row of the table as an object, in order of the columns; empty cells are null.
nlohmann::ordered_json row_json(const Table& table, const std::vector<Cell>& row);

}  // namespace hogtie
