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

WireFormatLite::WireType wire_of(const FieldDescriptor& field) {
  return WireFormatLite::WireTypeForFieldType(static_cast<WireFormatLite::FieldType>(field.type()));
}

/// Whether the field is written so: one by one, or packed.
bool is_wire_of(const FieldDescriptor& field, WireFormatLite::WireType wire) {
  return wire == wire_of(field) ||
         (field.is_packable() && wire == WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
}

/// Whether the next value is one of the enumeration's.
bool skip_enumerator(CodedInputStream& in, const FieldDescriptor& field) {
  std::uint64_t value = 0;
  return in.ReadVarint64(&value) && value <= INT32_MAX &&
         field.enum_type()->FindValueByNumber(static_cast<int>(value)) != nullptr;
}

/// `depth`: messages that may still be nested.
bool walk(CodedInputStream& in, const Descriptor& type, int depth, int& objects) {
  while (const std::uint32_t tag = in.ReadTag()) {
    const FieldDescriptor* field = type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    const auto wire = WireFormatLite::GetTagWireType(tag);
    if (field == nullptr || !is_wire_of(*field, wire)) return false;
    if (!field->is_packable() && --objects < 0) return false;
    if (field->message_type() != nullptr) {
      if (depth == 0) return false;
      const CodedInputStream::Limit outer = in.ReadLengthAndPushLimit();
      if (!walk(in, *field->message_type(), depth - 1, objects)) return false;
      in.PopLimit(outer);
    } else if (field->enum_type() != nullptr && !field->is_repeated()) {
      if (!skip_enumerator(in, *field)) return false;
    } else if (!WireFormatLite::SkipField(&in, tag)) {
      return false;
    }
  }
  return in.ConsumedEntireMessage();
}

}  // namespace

bool parses_within(std::string_view serialized, const Descriptor& type, int objects, int depth) {
  CodedInputStream in(reinterpret_cast<const std::uint8_t*>(serialized.data()),
                      static_cast<int>(serialized.size()));
  return walk(in, type, depth, objects);
}

}  // namespace hogtie
