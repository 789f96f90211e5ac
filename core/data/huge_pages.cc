#include "core/data/huge_pages.h"

#include <sys/mman.h>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace hogtie {
namespace {

constexpr std::size_t kHugePage = std::size_t{1} << 21;

template <class T>
void move_elements(std::vector<T>& from) {
  const std::size_t bytes = from.size() * sizeof(T);
  if (bytes < 2 * kHugePage) return;  // might not cover any
  std::vector<T> to;
  to.reserve(from.size());
  // Before the first touch, which is when pages are chosen. Without them it works as well.
  void* begin = to.data();
  std::size_t left = bytes;
  std::align(kHugePage, kHugePage, begin, left);
  madvise(begin, left, MADV_HUGEPAGE);
  to.assign(from.begin(), from.end());
  from = std::move(to);
}

}  // namespace

void move_to_huge_pages(Dataset& data) {
  move_elements(data.indices);
  move_elements(data.values);
}

}  // namespace hogtie
