#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/monitors/access_list.h"

namespace hogtie {

/// The orders of iterations that delays are stated in; indices of a ByOrder.
enum IterationOrder : std::size_t { kByStart, kByFirstUpdate, kByEnd };

/// One value for each IterationOrder.
template <class T>
using ByOrder = std::array<T, 3>;

/// "No such step", or no such position: later than every other.
inline constexpr std::uint64_t kNoStep = std::numeric_limits<std::uint64_t>::max();

/// What is known of one iteration once everything that overlaps it has ended.
struct IterationRecord {
  std::uint64_t iteration;  ///< The number that the algorithm gave it.
  std::uint32_t worker;
  bool ended;  ///< False where the worker crashed in it, or the run ended before.

  /// Steps of its begin, its first update and its last operation. An iteration that ended without
  /// an update has its end as its first update; one that did not end has kNoStep for what it did
  /// not come to.
  ByOrder<std::uint64_t> step;

  /// Its position in each order, from 0: the number of iterations before it. kNoStep with the step.
  ByOrder<std::uint64_t> position;

  /// By coordinate of the model, ascending, one each: the first read, which is that of the view
  /// (what is read again is so to be updated), and the last update that took effect.
  AccessList reads;
  AccessList updates;

  /// How many other iterations overlap it in time, from its begin to its last operation (of one
  /// that did not end: to the end of the run, or to where it was known to have crashed).
  std::uint64_t contention;

  /// How many others begin, and how many end, during it.
  std::uint64_t begun_during;
  std::uint64_t ended_during;

  /// Its delay in each order; 0 for one that did not end.
  ByOrder<std::uint64_t> delay;
};

/// Whether the view of `reader` misses an update of `writer`: one to a register that the reader
/// reads, after that read. Both lists ascend by register.
bool misses(const IterationRecord& reader, const IterationRecord& writer);

}  // namespace hogtie
