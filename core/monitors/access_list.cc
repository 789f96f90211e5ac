#include "core/monitors/access_list.h"

#include <algorithm>
#include <iterator>

namespace hogtie {

void AccessList::sort(bool first_stays) {
  std::vector<Access> accesses;
  accesses.reserve(size());
  for (std::size_t k = 0; k < size(); ++k) accesses.push_back((*this)[k]);
  std::ranges::stable_sort(accesses, {}, &Access::target);
  clear();
  for (const Access& access : accesses) {
    if (targets_.empty() || targets_.back() != access.target) {
      add(access);
    } else if (!first_stays) {
      steps_.back() = access.step;
    }
  }
}

}  // namespace hogtie
