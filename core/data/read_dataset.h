#pragma once

#include <cstdint>
#include <string>

#include "core/data/dataset.h"

namespace hogtie {

/// The largest index that a file may use, and so the largest number of features.
inline constexpr std::uint64_t kLargestIndex = 10'000'000;

/// Reads a file in LIBSVM format, plain or compressed with zstd (told by its first bytes).
///
/// A line holds one row, `label index:value index:value ...`, with whole indices from 1 in
/// ascending order and finite values; `#` starts a comment, and lines without a row are skipped. A
/// value of 0 counts towards the number of features and is not stored. Values are the doubles
/// nearest to the decimals. Throws InputError, which names the line, for anything else.
Dataset read_dataset(const std::string& path);

}  // namespace hogtie
