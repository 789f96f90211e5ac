#pragma once

#include <variant>

#include "core/algorithms/every_header.h"

namespace hogtie {

/// The variant of all types but the first, which lets each of the others follow a comma.
template <class, class... Algorithms>
using VariantOf = std::variant<Algorithms...>;

/// Any of the algorithms. Each has kEntry, make(experiment, context), memory_needs(f) and
/// iterations_in_all(), and runs one worker as algorithm(memory, f). It may have
/// record(settings), which sets what make has computed, and result(doubles, counters), the result
/// in R^d if that is not X[0..d).
class AnyAlgorithm : public VariantOf<void
#define HOGTIE_ALGORITHM(type) , type
#include "core/algorithms/algorithms.def"
#undef HOGTIE_ALGORITHM
                                      > {
 public:
  using variant::variant;
};

}  // namespace hogtie
