#pragma once

#include <google/protobuf/descriptor.h>

#include <string_view>

namespace hogtie {

/// Most messages within one another, the outermost not counted. Protobuf's parser refuses more than
/// 100, and every message takes some of the stack.
inline constexpr int kDeepestMessage = 64;

/// Whether parsing `serialized` as a message of `type` makes at most `objects` objects: messages
/// and single fields. An empty message takes two bytes serialized and around a hundred once parsed,
/// so a cap on the serialized size alone does not keep memory small; entries of repeated numbers
/// are not counted, since they grow by a small factor only.
///
/// False also for messages nested deeper than `depth`, and for what the type does not know:
/// fields, values of enumerations, and fields of another wire type. Of what is no such message at
/// all it is false, though not in every case.
bool parses_within(std::string_view serialized, const google::protobuf::Descriptor& type,
                   int objects, int depth = kDeepestMessage);

}  // namespace hogtie
