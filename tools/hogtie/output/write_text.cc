#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "core/text/number.h"
#include "core/text/quote.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

// Characters, of which a UTF-8 continuation byte begins none.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_text(const Cell& cell) {
  return std::holds_alternative<std::string>(cell) || std::holds_alternative<Composite>(cell);
}

// A column laid out: its header and cells, and how they are aligned.
struct Layout {
  std::vector<std::string> lines;
  std::size_t wide = 0;
  bool to_the_right = true;
};

Layout lay_out(const Table& table, std::size_t index) {
  const Column& column = table.columns()[index];
  Layout layout;
  layout.lines.push_back(printable(column.name) +
                         (column.unit.empty() ? "" : " [" + printable(column.unit) + "]"));
  for (const auto& row : table.rows()) {
    layout.lines.push_back(cell_text(row[index]));
    if (is_text(row[index])) layout.to_the_right = false;
  }
  for (const std::string& line : layout.lines) layout.wide = std::max(layout.wide, width(line));
  return layout;
}

}  // namespace

std::string cell_text(const Cell& cell) {
  return std::visit(
      [](const auto& value) -> std::string {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, std::monostate>) {
          return "-";
        } else if constexpr (std::is_same_v<Value, std::string>) {
          return printable(value);
        } else if constexpr (std::is_same_v<Value, double>) {
          return format_six_digits(value);
        } else if constexpr (std::is_same_v<Value, WideInteger>) {
          return std::to_string(value.value);
        } else if constexpr (std::is_same_v<Value, Composite>) {
          return printable(value.text);
        } else {
          return std::to_string(value);
        }
      },
      cell);
}

void write_text(const Table& table, std::ostream& out) {
  std::vector<Layout> layouts;
  for (std::size_t i = 0; i < table.columns().size(); ++i) layouts.push_back(lay_out(table, i));

  for (std::size_t row = 0; row <= table.rows().size(); ++row) {
    std::string line;
    std::size_t owed = 0;  // spaces that are due before anything else on the line
    for (const Layout& layout : layouts) {
      const std::string& text = layout.lines[row];
      const std::size_t padding = layout.wide - width(text);
      line.append(owed + (layout.to_the_right ? padding : 0), ' ').append(text);
      owed = 2 + (layout.to_the_right ? 0 : padding);
    }
    out << line << '\n';
  }
}

}  // namespace hogtie
