#pragma once

#include <string>

#include "core/data/observed_matrix.h"

namespace hogtie {

/// Reads ratings from a text file, plain or compressed with zstd (told by its first bytes): users
/// are rows, items are columns.
///
/// A line holds one rating, `user item rating`, separated by blanks: whole numbers from 1 to
/// kLargestIndex, and a finite number. `#` starts a comment, and lines without a rating are
/// skipped. Throws InputError, which names the line, for anything else, such as a user who rates an
/// item twice.
ObservedMatrix read_ratings(const std::string& path);

}  // namespace hogtie
