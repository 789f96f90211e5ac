#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/recording/linearize.h"
#include "sim/recording/log_spool.h"
#include "sim/threads/run_threads.h"
#include "sim/threads/versioned_memory.h"

namespace hogtie {

/// A run on threads, with all its operations logged.
class LoggedRun {
 public:
  /// Runs the experiment on threads, on versioned registers. Where the log grows long, it is kept
  /// in `spool`, which must outlive this. Throws what run_threads throws.
  LoggedRun(const RunSetup& setup, LogSpool& spool, const ThreadsWatch& watch);

  const ThreadsReport& report() const { return report_; }
  std::uint64_t log_bytes() const;

  /// The digest of all operations of the worker.
  const WordDigest& digest(std::uint32_t worker) const { return records_[worker]->digest; }

  /// A schedule in which the threads did what they did. It must not outlive this.
  std::unique_ptr<Linearization> linearize() const;

 private:
  RegisterLayout layout_;
  std::vector<std::unique_ptr<ThreadRecord>> records_;
  ThreadsReport report_;
  std::vector<std::uint64_t> versions_;  // of all registers, at the end
};

}  // namespace hogtie
