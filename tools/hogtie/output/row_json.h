#pragma once

#include <vector>

#include "tools/hogtie/output/json.h"
#include "tools/hogtie/output/table.h"

namespace hogtie {

/// A row of the table as an object, in order of the columns; empty cells have no key.
Json row_json(const Table& table, const std::vector<Cell>& row);

}  // namespace hogtie
