#pragma once

#include <cstddef>
#include <cstdint>

/// What a target gives to libFuzzer, or to standalone_main.cc: it takes an input, and ends the
/// process where something is found. See https://llvm.org/docs/LibFuzzer.html.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Makes another input of this one, in its place, and returns its size; of targets that know better
/// than to change bytes.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed);

/// For these: changes some bytes, as libFuzzer does, or standalone_main.cc.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);
