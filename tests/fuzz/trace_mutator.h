#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tests/fuzz/choices.h"

namespace hogtie::fuzz {

/// Changes some of `size` bytes, of a buffer of `capacity`, and returns how many they are then.
using ByteMutator =
    std::function<std::size_t(std::uint8_t* bytes, std::size_t size, std::size_t capacity)>;

/// One that needs no fuzzer; it uses `choices`, which must outlive it.
ByteMutator simple_byte_mutator(Choices& choices);

/// A trace like this one with something changed behind its checksums: fields of a message, bytes of
/// a message, or frames that are dropped, doubled, swapped or cut; the checksums are right again.
/// Now and then it is the bytes of the file that are changed, and the checksums are as they were.
std::string mutated_trace(std::string_view trace, Choices& choices, const ByteMutator& mutate);

/// The first frames of one trace and the last of another.
std::string crossed_trace(std::string_view first, std::string_view last, Choices& choices);

}  // namespace hogtie::fuzz
