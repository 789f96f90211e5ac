#include "tools/hogtie/commands/train/train_json.h"

#include <string>
#include <utility>

#include "tools/hogtie/cli/settings_json.h"
#include "tools/hogtie/commands/train/train_table.h"
#include "tools/hogtie/output/row_json.h"

namespace hogtie {
namespace {

Json json_of(const Table& table) {
  Json rows = Json::array();
  for (const std::vector<Cell>& row : table.rows()) {
    rows.push_back(row_json(table, row));
  }
  return rows;
}

const char* end_name(TrainReport::End end) {
  switch (end) {
    case TrainReport::End::kDone:
      return "done";
    case TrainReport::End::kInterrupted:
      return "interrupted";
    case TrainReport::End::kDiverged:
      return "diverged";
    case TrainReport::End::kFailed:
      return "failed";
  }
  return "";
}

}  // namespace

void write_train_json(const Trainer& trainer, const std::vector<Setting>& settings,
                      std::uint64_t epochs_asked, const TrainReport& report, std::ostream& out) {
  Json json;
  json["experiment"] = settings_json(trainer.experiment(), settings);
  json["training_samples"] = trainer.training().rows();
  json["features"] = trainer.training().features;
  if (trainer.test()) json["test_samples"] = trainer.test()->rows();
  json["epochs_asked"] = epochs_asked;
  json["end"] = end_name(report.end);
  json["epochs"] = json_of(train_table(report.epochs));
  out << json_document(json) << '\n';
}

}  // namespace hogtie
