#include "sim/trace/parse_budget.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstdint>

namespace hogtie {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

bool numbers(const FieldDescriptor& field, WireFormatLite::WireType wire) {
  if (!field.is_packable()) return false;
  const auto type = static_cast<WireFormatLite::FieldType>(field.type());
  return wire == WireFormatLite::WIRETYPE_LENGTH_DELIMITED ||
         wire == WireFormatLite::WireTypeForFieldType(type);
}

// The depth is that of the message types.
bool walk(CodedInputStream& in, const Descriptor& type, int& objects) {
  while (const std::uint32_t tag = in.ReadTag()) {
    const FieldDescriptor* field = type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    const auto wire = WireFormatLite::GetTagWireType(tag);
    if (wire == WireFormatLite::WIRETYPE_START_GROUP ||
        wire == WireFormatLite::WIRETYPE_END_GROUP) {
      return false;  // no message of the project has groups
    }
    if (!(field && numbers(*field, wire)) && --objects < 0) return false;
    if (field && field->message_type() && wire == WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
      const CodedInputStream::Limit outer = in.ReadLengthAndPushLimit();
      if (!walk(in, *field->message_type(), objects)) return false;
      in.PopLimit(outer);
    } else if (!WireFormatLite::SkipField(&in, tag)) {
      return false;
    }
  }
  return in.ConsumedEntireMessage();
}

}  // namespace

bool parses_within(std::string_view serialized, const Descriptor& type, int objects) {
  CodedInputStream in(reinterpret_cast<const std::uint8_t*>(serialized.data()),
                      static_cast<int>(serialized.size()));
  return walk(in, type, objects);
}

}  // namespace hogtie
