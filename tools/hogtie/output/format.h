#pragma once

#include <string_view>

namespace hogtie {

/// How results are printed: for people, or for programs.
enum class Format { kText, kJson, kCsv };

/// The format called "text", "json" or "csv". Throws InputError for another name.
Format parse_format(std::string_view name);

}  // namespace hogtie
