#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "proto/experiment.pb.h"
#include "sim/studies/run/run.h"

/// Golden runs are small runs over all algorithms, adversaries and objectives, whose traces in
/// tests/golden/traces say what they do: schedule, digests, verdict and metrics, to the bit.
/// golden_test runs each of them again and replays its trace. golden_record records those whose
/// trace is missing. Never record a trace anew to make a test pass. Record it anew only if an issue
/// changes its numbers. The files in tests/golden/inputs are made up for these runs.
namespace hogtie::golden {

struct GoldenRun {
  std::string name;  ///< Its trace is NAME.trace.
  /// "a.b=value" each; files by their paths from the directory tests.
  std::vector<std::string> settings;
};

/// All golden runs; one that reads the trace of another comes after it.
const std::vector<GoldenRun>& golden_runs();

void PrintTo(const GoldenRun& run, std::ostream* out);

proto::Experiment experiment_of(const GoldenRun& run);

/// Whether the operating system schedules it, each time otherwise.
bool is_on_threads(const GoldenRun& run);

/// The path of a file that is named from the directory tests.
std::string path_in_tests(const std::string& name);

/// The path of its golden trace.
std::string golden_trace(const GoldenRun& run);

/// Runs it and records it into the file `trace`, whose path is absolute. The working directory is
/// the directory tests meanwhile, so that the trace names files as the settings do.
RunReport record_golden_run(const GoldenRun& run, const std::string& trace);

}  // namespace hogtie::golden
