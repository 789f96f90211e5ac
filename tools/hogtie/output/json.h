#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace hogtie {

/// Results as JSON, one schema for all commands:
///  - a number is a number, which reads back as the same double; "inf", "-inf" and "nan" are texts,
///    since JSON has no such numbers;
///  - a count, as of steps, iterations or trials, is a number: it does not come to 2^53;
///  - an integer that can have any of 64 bits, as seeds and words of memory have, is a text of its
///    digits, however small it is (see WideInteger);
///  - a list is an array, a choice is a text;
///  - what was not measured, or does not apply, has no key;
///  - texts are ASCII, which does nothing to a terminal: other characters are \u00e9, and U+FFFD
///    stands for bytes that are no UTF-8, as paths may have them.
using Json = nlohmann::ordered_json;

Json number_json(double value);

Json wide_integer_json(std::uint64_t value);

/// Gives an object a key; none where the value is null, which stands for nothing.
void put(Json& object, const std::string& key, Json value);

/// A document; on one line, or indented.
std::string json_line(const Json& json);
std::string json_document(const Json& json);

}  // namespace hogtie
