#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "sim/threads/run_threads.h"
#include "sim/threads/versioned_cells.h"

namespace hogtie {

/// What is recorded of a run on threads, and how.
struct ThreadRecording {
  std::string trace;             ///< File.
  bool verifies = false;         ///< Also compare what every operation found and added.
  std::uint32_t processors = 1;  ///< As in Watch, for the simulation.
  /// How long what threads did until an interrupt is simulated, so that the program ends soon.
  std::chrono::milliseconds after_interrupt{2000};
  bool has_wide_compare_and_swap = hogtie::has_wide_compare_and_swap();
};

struct RecordedThreads {
  ThreadsReport threads;        ///< Its ending says so where numbers are not finite.
  proto::Metrics metrics;       ///< Metrics of the same execution in the simulator.
  std::uint64_t simulated = 0;  ///< Steps of it; all but where it was interrupted.
  std::uint64_t operations = 0;
  std::uint64_t log_bytes = 0;
  std::uint64_t switches = 0;  ///< How often another worker follows in the steps simulated.
};

/// Runs the experiment on threads, on versioned registers, with all operations logged; finds a
/// schedule in which they do what they did; and executes it in the simulator, recorded into a trace
/// like any other. An interrupt of the threads ends the trace where they stopped, or where the
/// simulator has come to in `after_interrupt`; an interrupt of the simulator where that was; of a
/// worker that failed it has what it did before. If the simulator would keep too much
/// (MEMORY_LIMIT), that is the ending, too. Otherwise it ends with the same model, bit for bit, or
/// std::logic_error is thrown, as it is where another view or update differs and `verifies` is set.
/// Throws InputError for what cannot be recorded.
RecordedThreads record_threads(const RunSetup& setup, const ThreadRecording& recording,
                               const ThreadsWatch& watch);

}  // namespace hogtie
