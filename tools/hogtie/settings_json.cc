#include "tools/hogtie/settings_json.h"

namespace hogtie {

nlohmann::ordered_json settings_json(const std::vector<Setting>& settings) {
  auto json = nlohmann::ordered_json::object();
  for (const Setting& setting : settings) {
    if (setting.value == "none") {
      json[setting.path] = nullptr;
    } else {
      json[setting.path] = setting.value;
    }
  }
  return json;
}

}  // namespace hogtie
