#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace hogtie {

/// Binds threads to processors that this process may use: thread k to the k-th core, and to further
/// hardware threads of the cores once all cores have one; from the first again where there are more
/// threads than those.
class Pinning {
 public:
  Pinning();
  ~Pinning();
  Pinning(const Pinning&) = delete;
  Pinning& operator=(const Pinning&) = delete;

  /// Binds the calling thread. Returns why it could not, or nothing.
  std::string bind(std::uint32_t thread) const;

 private:
  struct Topology;
  std::unique_ptr<Topology> topology_;
};

}  // namespace hogtie
