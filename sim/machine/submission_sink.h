#pragma once

#include <cstdint>

#include "core/execution/execution.h"
#include "sim/machine/block_sink.h"

namespace hogtie {

/// Follows also what the workers of a run submit: the kinds and registers of their pending
/// operations.
///
/// A worker submits when it suspends with operations pending, when it has sampled an update with
/// zeros, which are not operations, and when it ends: then none is pending. Submissions are
/// numbered from 0 through the run, over all workers.
class SubmissionSink : public BlockSink {
 public:
  /// Submission `number`, by `worker`. Not called where the worker submits the very operations it
  /// submitted before, but for the submission asked for; `execution.step()` is the next step.
  virtual void submitted(const Execution& execution, std::uint32_t worker,
                         std::uint64_t number) = 0;

  /// The submission to be told of next even if it repeats. Asked for after every call of
  /// `submitted`, and between blocks of steps.
  virtual std::uint64_t next_submission() const = 0;
};

}  // namespace hogtie
