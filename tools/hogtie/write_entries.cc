#include "tools/hogtie/write_entries.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "core/settings/field.h"
#include "proto/experiment.pb.h"
#include "tools/hogtie/output/table.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

std::vector<FieldDescription> parameters_of(const RegistryEntry& entry, std::string_view group) {
  std::vector<FieldDescription> parameters;
  for (const std::string_view name : entry.parameters) {
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

void write_for_people(std::span<const RegistryEntry> entries, std::string_view group,
                      std::ostream& out) {
  std::size_t wide = 0;
  for (const RegistryEntry& entry : entries) {
    for (const auto& field : parameters_of(entry, group)) wide = std::max(wide, field.path.size());
  }
  for (const RegistryEntry& entry : entries) {
    if (&entry != entries.data()) out << '\n';
    out << entry.name << ": " << entry.description << '\n';
    if (!entry.power.empty()) out << "  power: " << entry.power << '\n';
    for (const auto& field : parameters_of(entry, group)) {
      out << "  " << field.path << std::string(wide - field.path.size() + 2, ' ') << field.help
          << ' ' << values_text(field) << '\n';
    }
  }
}

Cell text_cell(std::string_view text) {
  return text.empty() ? Cell() : Cell(std::string(text));
}

Table entry_table(std::span<const RegistryEntry> entries, std::string_view group) {
  Table table({{"name", ""},
               {"description", ""},
               {"power", ""},
               {"setting", ""},
               {"type", ""},
               {"default", ""},
               {"unit", ""},
               {"range", ""},
               {"help", ""}});
  for (const RegistryEntry& entry : entries) {
    const std::vector<Cell> start = {text_cell(entry.name), text_cell(entry.description),
                                     text_cell(entry.power)};
    const auto parameters = parameters_of(entry, group);
    for (const FieldDescription& field : parameters) {
      std::vector<Cell> row = start;
      for (const std::string& text :
           {field.path, field.type, field.default_value, field.unit, field.range, field.help}) {
        row.push_back(text_cell(text));
      }
      table.add_row(std::move(row));
    }
    if (parameters.empty()) {
      std::vector<Cell> row = start;
      row.resize(table.columns().size());
      table.add_row(std::move(row));
    }
  }
  return table;
}

}  // namespace

void write_entries(std::span<const RegistryEntry> entries, std::string_view group, Format format,
                   std::ostream& out) {
  if (format == Format::kText) return write_for_people(entries, group, out);
  write_table(entry_table(entries, group), format, out);
}

}  // namespace hogtie
