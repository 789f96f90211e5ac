#include "tools/hogtie/output/row_json.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {

void write_json(const Table& table, std::ostream& out) {
  const char* separator = "[\n";
  for (const auto& row : table.rows()) {
    out << separator << json_line(row_json(table, row));
    separator = ",\n";
  }
  out << (table.rows().empty() ? "[]\n" : "\n]\n");
}

}  // namespace hogtie
