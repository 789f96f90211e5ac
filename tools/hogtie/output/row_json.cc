#include "tools/hogtie/output/row_json.h"

#include <cstddef>
#include <type_traits>
#include <variant>

namespace hogtie {
namespace {

Json cell_json(const Cell& cell) {
  return std::visit(
      [](const auto& value) -> Json {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, std::monostate>) {
          return nullptr;
        } else if constexpr (std::is_same_v<Value, double>) {
          return number_json(value);
        } else if constexpr (std::is_same_v<Value, WideInteger>) {
          return wide_integer_json(value.value);
        } else if constexpr (std::is_same_v<Value, Composite>) {
          return Json::parse(value.json);
        } else {
          return value;
        }
      },
      cell);
}

}  // namespace

Json row_json(const Table& table, const std::vector<Cell>& row) {
  Json object = Json::object();
  for (std::size_t k = 0; k < row.size(); ++k) {
    put(object, table.columns()[k].name, cell_json(row[k]));
  }
  return object;
}

}  // namespace hogtie
