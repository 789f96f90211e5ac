#pragma once

#include <cstddef>
#include <cstdint>

/// What a target gives to libFuzzer, or to standalone_main.cc: it takes an input, and ends the
/// process where something is found. See https://llvm.org/docs/LibFuzzer.html.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

#ifdef HOGTIE_LIBFUZZER
/// libFuzzer's own mutation of bytes.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);
#endif
