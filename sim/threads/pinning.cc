#include "sim/threads/pinning.h"

#include <hwloc.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace hogtie {

struct Pinning::Topology {
  Topology() {
    if (hwloc_topology_init(&handle) != 0) throw std::runtime_error("hwloc cannot be used");
    // Not those that the process's affinity mask leaves out.
    hwloc_topology_set_flags(
        handle, HWLOC_TOPOLOGY_FLAG_RESTRICT_TO_CPUBINDING | HWLOC_TOPOLOGY_FLAG_IS_THISSYSTEM);
    // The operating system's word on cores is enough; asking each processor itself takes longer.
    hwloc_topology_set_components(handle, HWLOC_TOPOLOGY_COMPONENTS_FLAG_BLACKLIST, "x86");
    hwloc_topology_set_cache_types_filter(handle, HWLOC_TYPE_FILTER_KEEP_NONE);
    if (hwloc_topology_load(handle) != 0) {
      hwloc_topology_destroy(handle);
      throw std::runtime_error("hwloc cannot read the topology of this computer");
    }
  }
  ~Topology() { hwloc_topology_destroy(handle); }
  Topology(const Topology&) = delete;
  Topology& operator=(const Topology&) = delete;

  hwloc_topology_t handle = nullptr;
  std::vector<hwloc_obj_t> places;  // in the order in which threads take them
};

Pinning::Pinning() : topology_(std::make_unique<Topology>()) {
  hwloc_topology_t const handle = topology_->handle;
  const int cores = hwloc_get_nbobjs_by_type(handle, HWLOC_OBJ_CORE);
  bool more = true;
  for (unsigned sibling = 0; more; ++sibling) {
    more = false;
    for (int core = 0; core < cores; ++core) {
      hwloc_obj_t const object =
          hwloc_get_obj_by_type(handle, HWLOC_OBJ_CORE, static_cast<unsigned>(core));
      hwloc_obj_t const unit =
          hwloc_get_obj_inside_cpuset_by_type(handle, object->cpuset, HWLOC_OBJ_PU, sibling);
      if (unit == nullptr) continue;
      topology_->places.push_back(unit);
      more = true;
    }
  }
}

Pinning::~Pinning() = default;

std::string Pinning::bind(std::uint32_t thread) const {
  if (topology_->places.empty()) return "this computer does not tell of its processors";
  hwloc_obj_t const place = topology_->places[thread % topology_->places.size()];
  if (hwloc_set_cpubind(topology_->handle, place->cpuset, HWLOC_CPUBIND_THREAD) == 0) return {};
  return std::generic_category().message(errno);
}

}  // namespace hogtie
