#include "tools/hogtie/train_json.h"

#include <nlohmann/json.hpp>

#include "tools/hogtie/output/row_json.h"
#include "tools/hogtie/settings_json.h"
#include "tools/hogtie/train_table.h"

namespace hogtie {
namespace {

using Json = nlohmann::ordered_json;

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
  json["experiment"] = settings_json(settings);
  json["training_samples"] = trainer.training().rows();
  json["features"] = trainer.training().features;
  json["test_samples"] = trainer.test() ? Json(trainer.test()->rows()) : Json(nullptr);
  json["epochs_asked"] = epochs_asked;
  json["end"] = end_name(report.end);
  json["epochs"] = json_of(train_table(report.epochs));
  // Paths may be no UTF-8, which JSON must be.
  out << json.dump(2, ' ', true, Json::error_handler_t::replace) << '\n';
}

}  // namespace hogtie
