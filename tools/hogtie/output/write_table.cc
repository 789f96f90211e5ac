#include "tools/hogtie/output/write_table.h"

namespace hogtie {

void write_table(const Table& table, Format format, std::ostream& out) {
  switch (format) {
    case Format::kText:
      return write_text(table, out);
    case Format::kJson:
      return write_json(table, out);
    case Format::kCsv:
      return write_csv(table, out);
  }
}

}  // namespace hogtie
