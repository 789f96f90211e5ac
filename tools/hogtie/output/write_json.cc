#include <nlohmann/json.hpp>
#include <type_traits>
#include <variant>

#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Cell& cell) {
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

void write_json(const Table& table, std::ostream& out) {
  const char* separator = "[\n";
  for (const auto& row : table.rows()) {
    Json object = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) object[table.columns()[i].name] = to_json(row[i]);
    // Paths may be no UTF-8, which JSON must be.
    out << separator << object.dump(-1, ' ', false, Json::error_handler_t::replace);
    separator = ",\n";
  }
  out << (table.rows().empty() ? "[]\n" : "\n]\n");
}

}  // namespace hogtie
