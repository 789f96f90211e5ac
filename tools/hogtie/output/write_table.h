#pragma once

#include <ostream>
#include <string>

#include "tools/hogtie/output/format.h"
#include "tools/hogtie/output/table.h"

namespace hogtie {

/// Writes the table in the format:
///  - text, for people: aligned columns, numbers to the right, the unit after the name in the
///    header, "-" where there is no value; numbers have six significant digits;
///  - JSON: an array of one object for each row, its keys in the order of the columns, values as
///    output/json.h says; no key where there is no value;
///  - CSV: a header of names, then a line for each row, quoted as RFC 4180 says; nothing where
///    there is no value ("" is an empty text), and nan, inf, -inf. A list is its text, as `--set`
///    reads it. Texts keep their bytes, control characters too: CSV is for programs, not for a
///    terminal.
/// Doubles in JSON and CSV read back as the same double. None depends on the locale.
void write_table(const Table& table, Format format, std::ostream& out);

/// A cell as the text format writes it.
std::string cell_text(const Cell& cell);

void write_text(const Table& table, std::ostream& out);
void write_json(const Table& table, std::ostream& out);
void write_csv(const Table& table, std::ostream& out);

}  // namespace hogtie
