#pragma once

#include <string_view>

namespace hogtie::fuzz {

/// Ends the process with SIGABRT, which a fuzzer takes for a find, unless `good`; `what` is not so,
/// and `seen` is what there is in its place.
void require(bool good, std::string_view what, std::string_view seen = {});

}  // namespace hogtie::fuzz
