#pragma once

#include <google/protobuf/message.h>

#include "tests/fuzz/choices.h"

namespace hogtie::fuzz {

/// Changes a field somewhere in the message: sets it to a value that is at an end of a range, names
/// something, is a neighbour of what was there, or any; clears it; or of a list duplicates, swaps
/// or drops an entry. Most often the field is one that is set.
void mutate_message(google::protobuf::Message& message, Choices& choices);

}  // namespace hogtie::fuzz
