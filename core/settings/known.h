#pragma once

#include <google/protobuf/message.h>

namespace hogtie {

/// Throws InputError for what a message that was read from bytes, or one in it, has and this
/// version does not know: a value of an enum, a field. It would be forgotten in silence.
void check_known(const google::protobuf::Message& message);

}  // namespace hogtie
