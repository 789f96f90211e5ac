#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "core/text/number.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

std::string field(std::string_view text) {
  // Quotes tell an empty text from no value.
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

std::string field(const Cell& cell) {
  return std::visit(
      [](const auto& value) -> std::string {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, std::monostate>) {
          return "";
        } else if constexpr (std::is_same_v<Value, std::string>) {
          return field(std::string_view(value));
        } else if constexpr (std::is_same_v<Value, double>) {
          return format_number(value);
        } else if constexpr (std::is_same_v<Value, WideInteger>) {
          return std::to_string(value.value);
        } else if constexpr (std::is_same_v<Value, Composite>) {
          return field(std::string_view(value.text));
        } else {
          return std::to_string(value);
        }
      },
      cell);
}

}  // namespace

void write_csv(const Table& table, std::ostream& out) {
  const char* separator = "";
  for (const Column& column : table.columns()) {
    out << separator << field(std::string_view(column.name));
    separator = ",";
  }
  out << '\n';
  for (const auto& row : table.rows()) {
    separator = "";
    for (const Cell& cell : row) {
      out << separator << field(cell);
      separator = ",";
    }
    out << '\n';
  }
}

}  // namespace hogtie
