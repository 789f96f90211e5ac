#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/statistics/count_distribution.h"
#include "proto/experiment.pb.h"
#include "proto/schedule.pb.h"

namespace hogtie {

/// Which runs a schedule is fitted to.
struct FitRequest {
  std::vector<std::string> traces;    ///< At least one; of one experiment, with any seeds.
  std::vector<std::string> held_out;  ///< Others of the same, which the fit is held against; none:
                                      ///< it is held against `traces`.
  bool force = false;                 ///< Also traces of another machine.
  std::optional<std::uint32_t> processors;  ///< That the workers shared; none: those that this
                                            ///< process may use, and for simulated runs one each.
  std::string schedule_file;                ///< Where the simulator finds the histogram.
  /// The file to read in the place of the recorded data; see settle_record.
  std::optional<std::string> data = std::nullopt;
};

/// What some runs are compared by.
struct RunFigures {
  CountDistribution runs;
  CountDistribution stalls;
  CountDistribution pauses;  ///< What stalls are fitted by.
  CountDistribution slices;  ///< None where there are as many processors as workers.
  CountDistribution contention;
  CountDistribution delays;  ///< In the order by first update.
};

/// A trace that has no end, and how far it goes.
struct CutTrace {
  std::string trace;
  std::uint64_t steps;
};

struct FitReport {
  proto::Experiment experiment;  ///< The experiment of the first trace.
  proto::ScheduleHistogram histogram;
  RunFigures fitted;                   ///< Figures of the traces that it is fitted to, pooled.
  std::size_t fitted_traces = 0;       ///< They come first in the request.
  std::optional<RunFigures> held_out;  ///< Figures of the others, if any.
  RunFigures simulated;                ///< Figures of as many runs under the adversary `histogram`.
  std::vector<std::string> data_notes;  ///< RunSetup::data_notes.
  std::vector<CutTrace> cut_short;  ///< Traces without an end, which are used as far as they go.
  /// Then figures may be of fewer runs. The histogram is of the traces that were read; there is
  /// none if these are too few to be fitted.
  bool interrupted = false;
  std::uint64_t runs = 0;  ///< Executed, of
  std::uint64_t runs_in_all = 0;
};

/// What is run, and may be stopped.
struct FitWatch {
  /// Called with the runs executed, of so many.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
  const std::atomic<bool>* interrupted = nullptr;
  /// Called once data is read and x* is known, before what an interrupt ends in good order.
  std::function<void()> began;
};

/// Fits the run lengths and stalls of an adversary `histogram` to recorded runs, and where workers
/// outnumber processors the slices. Calls `write` with
/// the histogram, to put it into the file, and then simulates the experiment under it, with the
/// seeds of the traces that it is held against. Throws
/// RunFailure where a run fails, and InputError for traces that cannot be read, are of different
/// experiments or numbers of workers, or have too few switches of workers, on
/// or between processors, to be fitted.
FitReport run_fit(const FitRequest& request, const std::function<void(const FitReport&)>& write,
                  const FitWatch& watch);

}  // namespace hogtie
