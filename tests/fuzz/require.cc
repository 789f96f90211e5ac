#include "tests/fuzz/require.h"

#include <cstdio>
#include <cstdlib>

namespace hogtie::fuzz {

void require(bool good, std::string_view what, std::string_view seen) {
  if (good) return;
  std::fprintf(stderr, "found: %.*s\n", static_cast<int>(what.size()), what.data());
  std::fwrite(seen.data(), 1, seen.size(), stderr);
  std::fputc('\n', stderr);
  std::abort();
}

}  // namespace hogtie::fuzz
