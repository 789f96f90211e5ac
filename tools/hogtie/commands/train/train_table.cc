#include "tools/hogtie/commands/train/train_table.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

struct Figure {
  const char* name;
  const char* short_name;  ///< For people; null where they need not see it.
  std::size_t width;       ///< That a value takes at most, but for odd ones.
  Cell (*value)(const Epoch& epoch);
};

Cell per_second(const Epoch& epoch) {
  return epoch.seconds > 0 ? Cell(static_cast<double>(epoch.samples) / epoch.seconds) : Cell();
}

constexpr std::array<Figure, 10> kFigures = {{
    {"epoch", "epoch", 5, [](const Epoch& epoch) { return Cell(epoch.epoch); }},
    {"samples", nullptr, 0, [](const Epoch& epoch) { return Cell(epoch.samples); }},
    {"step_size", "step size", 9,
     [](const Epoch& epoch) { return epoch.epoch > 0 ? Cell(epoch.step_size) : Cell(); }},
    {"objective", "objective", 10, [](const Epoch& epoch) { return Cell(epoch.objective); }},
    {"training_loss", "train loss", 10,
     [](const Epoch& epoch) { return Cell(epoch.training.loss); }},
    {"training_accuracy", "accuracy", 9,
     [](const Epoch& epoch) { return Cell(epoch.training.accuracy); }},
    {"test_loss", "test loss", 10,
     [](const Epoch& epoch) { return epoch.test ? Cell(epoch.test->loss) : Cell(); }},
    {"test_accuracy", "accuracy", 9,
     [](const Epoch& epoch) { return epoch.test ? Cell(epoch.test->accuracy) : Cell(); }},
    {"seconds", "seconds", 11,
     [](const Epoch& epoch) { return epoch.samples > 0 ? Cell(epoch.seconds) : Cell(); }},
    {"samples_per_second", "samples/s", 11, per_second},
}};

template <class Text>
void write_line(const Text& text, std::ostream& out) {
  std::string line;
  for (const Figure& figure : kFigures) {
    if (figure.short_name == nullptr) continue;
    const std::string cell = text(figure);
    line.append(line.empty() ? 0 : 2, ' ');
    line.append(figure.width - std::min(figure.width, cell.size()), ' ').append(cell);
  }
  out << line << std::endl;  // to be seen at once
}

}  // namespace

Table train_table(std::span<const Epoch> epochs) {
  std::vector<Column> columns;
  for (const Figure& figure : kFigures) columns.push_back({figure.name, ""});
  Table table(std::move(columns));
  for (const Epoch& epoch : epochs) {
    std::vector<Cell> row;
    for (const Figure& figure : kFigures) row.push_back(figure.value(epoch));
    table.add_row(std::move(row));
  }
  return table;
}

void write_epoch_names(std::ostream& out) {
  write_line([](const Figure& figure) { return std::string(figure.short_name); }, out);
}

void write_epoch(const Epoch& epoch, std::ostream& out) {
  write_line([&](const Figure& figure) { return cell_text(figure.value(epoch)); }, out);
}

}  // namespace hogtie
