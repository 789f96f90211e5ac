#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/statistics/permutation_test.h"
#include "proto/experiment.pb.h"
#include "sim/studies/compare/side.h"
#include "sim/studies/compare/side_bound.h"

namespace hogtie {

/// What is compared: every adversary and real threads, with every number of workers.
struct CompareRequest {
  proto::Experiment experiment;          ///< Its workers, machine.kind and adversary.name vary.
  std::vector<std::string> adversaries;  ///< At least one.
  std::vector<std::uint32_t> workers;    ///< At least one.
  std::uint64_t trials = 1;              ///< Trials of each side.
  std::uint32_t threads = 1;             ///< That simulated trials run on; at least 1.
  double confidence = 0.95;              ///< Confidence of the intervals.
  std::string traces;                    ///< Directory that traces of threads go to,
  bool keeps_traces = false;             ///< and whether they stay there.
};

/// For all sides, sequential SGD's included.
std::uint64_t trials_in_all(const CompareRequest& request);

struct SideReport {
  Side side;
  SideTrials trials;
  SideBound bound;  ///< At the largest contention measured.
  MedianTime hitting_time;
  PriceOfAsynchrony price;
};

/// An adversary beside real threads with as many workers: how far apart they are, and whether by
/// chance (ks_test). That trial k has the same coins on both sides can make the test but more
/// cautious.
struct PairReport {
  std::string adversary;
  std::uint32_t workers;
  PermutationTest contention;
  /// In the order by first update; none of algorithms without delays.
  std::optional<PermutationTest> delays;
};

/// A run that a worker's or the adversary's error ended.
struct CompareFailure {
  std::string where;
  std::string detail;
};

struct CompareReport {
  proto::Experiment experiment;            ///< With what its data turned out to be.
  std::vector<std::string> data_notes;     ///< RunSetup::data_notes.
  std::vector<std::uint64_t> curve_times;  ///< Times of the curves of all sides.
  std::vector<SideReport>
      sides;  ///< Sequential SGD first; by adversary, threads last, and workers.
  std::vector<PairReport> pairs;          ///< By adversary and workers.
  bool interrupted = false;               ///< Then sides without trials, and their pairs, lack.
  std::optional<CompareFailure> failure;  ///< Then the rest says nothing.

  std::uint64_t trials() const;  ///< Trials of all sides, as far as they are done.
};

struct CompareWatch {
  /// Called with the trials done, of so many.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
  const std::atomic<bool>* interrupted = nullptr;
  /// Called once data is read and x* is known, before what an interrupt ends in good order.
  std::function<void()> began;
};

/// The experiment of a side: with its workers and machine; the adversary's settings are left as far
/// as it takes them.
proto::Experiment experiment_of(const proto::Experiment& experiment, const Side& side);

/// Runs all trials: simulated ones first, then those on threads one after the other, each recorded
/// and not, in turns; trial k of all sides before the next. An interrupt ends it with the trials
/// that are done. Trial k has the same coins on all sides. Threads are measured on what the
/// simulator makes of their traces. What is simulated is the same, bit for bit, for any number of
/// threads. Throws InputError where an experiment of it cannot be run, or a trace not written.
CompareReport run_compare(const CompareRequest& request, const CompareWatch& watch);

}  // namespace hogtie
