#pragma once

#include <string>

#include "core/data/data_source.h"
#include "core/data/observed_matrix.h"

namespace hogtie {

/// Reads ratings from a text file, plain or compressed (FileBytes), of the size that for_each_line
/// allows: users are rows, items are columns.
///
/// A line holds one rating, `user item rating`, separated by blanks, tabs, commas or `::`: whole
/// numbers from 1 to kLargestIndex (or 0, as the source says), and a finite number. A fourth word,
/// a time as a rule, is left out. `#` starts a comment, and lines without a rating are skipped. A
/// first line of three or four words none of which is a number is taken for a header, with a note.
/// Throws InputError, a DataError that names the line, for anything else, such as a user who rates
/// an item twice.
ObservedMatrix read_ratings(const DataSource& source);
inline ObservedMatrix read_ratings(const std::string& path) {
  return read_ratings(DataSource{path});
}

}  // namespace hogtie
