#include "sim/threads/counted_cells.h"

#include <cpuid.h>

namespace hogtie {

bool has_wide_loads_and_stores() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_AVX) != 0;
}

}  // namespace hogtie
