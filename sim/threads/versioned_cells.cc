#include "sim/threads/versioned_cells.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace hogtie {

bool has_wide_compare_and_swap() {
#if defined(__x86_64__)
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_CMPXCHG16B) != 0;
#else
  return false;  // loads and locked operations need not be sequentially consistent
#endif
}

}  // namespace hogtie
