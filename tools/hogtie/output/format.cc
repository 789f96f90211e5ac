#include "tools/hogtie/output/format.h"

#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {

Format parse_format(std::string_view name) {
  if (name == "text") return Format::kText;
  if (name == "json") return Format::kJson;
  if (name == "csv") return Format::kCsv;
  throw InputError("no format " + quote(name) + "; there are: text, json, csv");
}

}  // namespace hogtie
