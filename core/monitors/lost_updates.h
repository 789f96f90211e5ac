#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/execution/step_reader.h"

namespace hogtie {

/// Counts the updates of coordinates that others overwrote: a write of what the worker read before
/// plus something undoes the updates that came in between. With each coordinate goes the number of
/// updates that are in it, read and written with it; what these lack of all updates is lost.
class LostUpdates final : public CopiedReader<LostUpdates, StretchReader> {
 public:
  /// For a model of `dimension` coordinates. A write belongs to its worker's last read of a
  /// coordinate, and is an update only of that one.
  LostUpdates(std::uint32_t workers, std::size_t dimension) : kept_(dimension), seen_(workers) {}

  void step(const Execution& execution, const Step& step) override;

  /// Writes belong to the reads of racy lists, which are steps of their own. An algorithm with
  /// such lists must not fetch&add coordinates: these updates come too late here.
  void stretch(const Execution& execution, const Stretch& stretch) override;

  std::uint64_t updates() const { return updates_; }  ///< In all.
  std::uint64_t lost() const;

 private:
  struct Seen {
    std::uint32_t target = 0;
    std::uint64_t kept = 0;
  };

  std::vector<std::uint64_t> kept_;  // by coordinate
  std::vector<Seen> seen_;           // by worker
  std::uint64_t updates_ = 0;
};

}  // namespace hogtie
