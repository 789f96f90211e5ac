#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hogtie {

/// The candidate that a misspelt `word` most likely means: the one at the smallest edit distance
/// (insertions, deletions, substitutions and swaps of neighbours, one each), the first of them on a
/// tie. Empty when every candidate differs in more than half of its letters.
std::string nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace hogtie
