#include "tools/hogtie/commands/list/write_entries.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/settings/field.h"
#include "proto/experiment.pb.h"
#include "tools/hogtie/output/table.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

using Parameters = std::vector<FieldDescription>;

Parameters describe(std::string_view group, std::span<const std::string_view> names) {
  Parameters parameters;
  for (const std::string_view name : names) {
    const std::string path = std::string(group) + "." + std::string(name);
    for (auto& field : describe_fields(*proto::Experiment::descriptor(), path)) {
      if (!field.derived) parameters.push_back(std::move(field));
    }
  }
  return parameters;
}

// What follows the help of a parameter: "(integer, 1 to 100 bytes; default 4)".
std::string values_text(const FieldDescription& field) {
  std::string text = field.type;
  if (!field.range.empty()) text += ", " + field.range;
  if (!field.unit.empty()) text += " " + field.unit;
  return "(" + text + "; default " + field.default_value + ")";
}

std::size_t widest_path(const Parameters& parameters) {
  std::size_t wide = 0;
  for (const FieldDescription& field : parameters) wide = std::max(wide, field.path.size());
  return wide;
}

void write_parameters(const Parameters& parameters, std::size_t wide, std::ostream& out) {
  for (const FieldDescription& field : parameters) {
    out << "  " << field.path << std::string(wide - field.path.size() + 2, ' ') << field.help << ' '
        << values_text(field) << '\n';
  }
}

void write_for_people(const Listing& listing, std::ostream& out) {
  const Parameters common = describe(listing.group, listing.common);
  std::vector<Parameters> parameters;
  std::size_t wide = widest_path(common);
  for (const RegistryEntry& entry : listing.entries) {
    parameters.push_back(describe(listing.group, entry.parameters));
    wide = std::max(wide, widest_path(parameters.back()));
  }

  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const RegistryEntry& entry = listing.entries[i];
    if (i > 0) out << '\n';
    out << entry.name << ": " << entry.description << '\n';
    if (!entry.power.empty()) out << "  power: " << entry.power << '\n';
    write_parameters(parameters[i], wide, out);
  }
  if (!common.empty()) out << "\nall of them:\n";
  write_parameters(common, wide, out);
}

Cell text_cell(std::string_view text) {
  return text.empty() ? Cell() : Cell(std::string(text));
}

// A row for each parameter, each of which begins with the same cells.
void add_rows(const std::vector<Cell>& start, const Parameters& parameters, Table& table) {
  for (const FieldDescription& field : parameters) {
    std::vector<Cell> row = start;
    for (const std::string& text :
         {field.path, field.type, field.default_value, field.unit, field.range, field.help}) {
      row.push_back(text_cell(text));
    }
    table.add_row(std::move(row));
  }
}

Table make_table(const Listing& listing) {
  Table table({{"name", ""},
               {"description", ""},
               {"power", ""},
               {"setting", ""},
               {"type", ""},
               {"default", ""},
               {"unit", ""},
               {"range", ""},
               {"help", ""}});
  for (const RegistryEntry& entry : listing.entries) {
    std::vector<Cell> start = {text_cell(entry.name), text_cell(entry.description),
                               text_cell(entry.power)};
    const Parameters parameters = describe(listing.group, entry.parameters);
    add_rows(start, parameters, table);
    if (parameters.empty()) {
      start.resize(table.columns().size());
      table.add_row(std::move(start));
    }
  }
  add_rows(std::vector<Cell>(3), describe(listing.group, listing.common), table);
  return table;
}

}  // namespace

void write_entries(const Listing& listing, Format format, std::ostream& out) {
  if (format == Format::kText) return write_for_people(listing, out);
  write_table(make_table(listing), format, out);
}

}  // namespace hogtie
