#pragma once

#include <google/protobuf/descriptor.h>

#include <string_view>

namespace hogtie {

/// Whether parsing `serialized` as a message of `type` makes at most `objects` objects: messages,
/// single fields and fields unknown. An empty message takes two bytes serialized and around a
/// hundred once parsed, so a cap on the serialized size alone does not keep memory small; entries
/// of repeated numbers are not counted, since they grow by a small factor only. False also for what
/// is no such message, though not in every case.
bool parses_within(std::string_view serialized, const google::protobuf::Descriptor& type,
                   int objects);

}  // namespace hogtie
