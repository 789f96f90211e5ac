#include "tools/hogtie/output/json.h"

#include <cmath>
#include <utility>

#include "core/text/number.h"

namespace hogtie {

Json number_json(double value) {
  return std::isfinite(value) ? Json(value) : Json(format_number(value));
}

Json wide_integer_json(std::uint64_t value) {
  return std::to_string(value);
}

void put(Json& object, const std::string& key, Json value) {
  if (!value.is_null()) object[key] = std::move(value);
}

std::string json_line(const Json& json) {
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string json_document(const Json& json) {
  return json.dump(2, ' ', true, Json::error_handler_t::replace);
}

}  // namespace hogtie
