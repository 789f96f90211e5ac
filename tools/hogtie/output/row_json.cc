#include "tools/hogtie/output/row_json.h"

#include <cstddef>
#include <type_traits>
#include <variant>

namespace hogtie {
namespace {

using Json = nlohmann::ordered_json;

Json cell_json(const Cell& cell) {
  return std::visit(
      [](const auto& value) -> Json {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
          return nullptr;
        } else {
          return value;
        }
      },
      cell);
}

}  // namespace

nlohmann::ordered_json row_json(const Table& table, const std::vector<Cell>& row) {
  Json object = Json::object();
  for (std::size_t k = 0; k < row.size(); ++k) {
    object[table.columns()[k].name] = cell_json(row[k]);
  }
  return object;
}

}  // namespace hogtie
