#include "tools/hogtie/output/row_json.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {

void write_json(const Table& table, std::ostream& out) {
  const char* separator = "[\n";
  for (const auto& row : table.rows()) {
    // Paths may be no UTF-8, which JSON must be; in ASCII it does nothing to a terminal.
    out << separator
        << row_json(table, row)
               .dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
    separator = ",\n";
  }
  out << (table.rows().empty() ? "[]\n" : "\n]\n");
}

}  // namespace hogtie
