#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "core/system/threads.h"

namespace hogtie {

/// Runs job(0), ..., job(count - 1), each once, on so many threads, at least 1, or as many as the
/// system grants; they are begun in this order. After one has thrown, none is begun any more, and
/// what the first of those that did, in the order of the jobs, has thrown is thrown again: the same
/// for any number of threads.
void parallel_for(std::size_t count, std::uint32_t threads,
                  const std::function<void(std::size_t)>& job,
                  const ThreadStarter& start = start_thread);

}  // namespace hogtie
