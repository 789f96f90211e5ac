#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adversaries/wrappers/schedule_changes.h"
#include "proto/experiment.pb.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

/// What `hogtie run` is asked to do.
struct RunOptions {
  proto::Experiment experiment;      ///< as read and set, every value in range
  std::optional<std::string> trace;  ///< file to record to; only with one trial
  std::uint64_t trials = 1;          ///< at least 1
  Format format = Format::kText;
  bool require_success = false;  ///< exit with 1 unless every trial reaches the success region
  bool quiet = false;            ///< display no progress
};

/// What `hogtie trials` is asked to do.
struct TrialsOptions {
  std::optional<proto::Experiment> experiment;  ///< none: that of `resume`
  std::optional<std::uint64_t> trials;          ///< at least 1; at most so many
  std::optional<std::uint32_t> threads;         ///< at least 1; none: one for each processor
  std::optional<double> target_width;           ///< of the interval for P(F_T), where to stop
  std::optional<double> confidence;             ///< of the intervals, between 0 and 1
  std::optional<std::string> worst_trace;       ///< file to record the worst trial to
  std::optional<std::string> resume;            ///< state file to go on from
  std::optional<std::string> data;              ///< file to read in the place of that one's data
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// What `hogtie replay` is asked to do.
struct ReplayOptions {
  std::string trace;                     ///< file to replay
  std::optional<std::uint64_t> until;    ///< replay only so many steps
  std::optional<proto::Adversary> then;  ///< who schedules from there on
  bool force = false;                    ///< replay what another machine has recorded
  std::optional<std::string> data;       ///< file to read in the place of the recorded data
  bool on_threads = false;               ///< on real threads that take turns
  Format format = Format::kText;
  std::optional<std::string> record;  ///< file to record to; only with `then`
};

struct TraceInfoOptions {
  std::string trace;
  Format format = Format::kText;
};

/// Steps `from` to `to`, both included; where one is not given, from the first or to the last.
struct TraceShowOptions {
  std::string trace;
  std::optional<std::uint64_t> from;
  std::optional<std::uint64_t> to;  ///< not below `from`
  bool force = false;               ///< show what another machine has recorded
  std::optional<std::string> data;  ///< file to read in the place of the recorded data
  Format format = Format::kText;
};

struct TraceDiffOptions {
  std::string first;
  std::string second;
};

enum class Registry { kAdversaries, kObjectives, kAlgorithms };

struct ListOptions {
  Registry registry;
  Format format = Format::kText;
};

/// Constants that are given by hand, in the letters of the theory.
struct GivenConstants {
  double c;          ///< strong convexity
  double lipschitz;  ///< L
  double moment;     ///< M: E||g||^2 <= M^2
  std::uint64_t d;   ///< coordinates
  std::uint64_t n;   ///< workers
};

/// What `hogtie bound` is asked: the bounds for constants given by hand, or for an experiment's.
struct BoundOptions {
  std::optional<GivenConstants> constants;  ///< if none, the experiment's
  proto::Experiment experiment;
  std::string path;  ///< of the experiment; empty for one of defaults and --set
  std::optional<std::uint64_t> tau_max;
  std::optional<double> epsilon;
  std::optional<double> initial_distance;
  std::optional<double> alpha;
  std::optional<std::uint64_t> iterations;
  double delta = 0.1;  ///< allowed failure probability, above 0 and at most 1
  Format format = Format::kText;
};

/// What `hogtie certify` is asked to do: to certify traces, or trials of an experiment.
struct CertifyOptions {
  std::vector<std::string> traces;      ///< at least one, if `trials` is not given
  bool force = false;                   ///< also traces that another machine has recorded
  std::optional<std::string> data;      ///< file to read in the place of the recorded data
  std::optional<std::uint64_t> trials;  ///< at least 1
  proto::Experiment experiment;
  std::optional<std::uint32_t> threads;  ///< at least 1; none: one for each processor
  std::optional<double> confidence;      ///< of the intervals, between 0 and 1
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// What `hogtie price` is asked to measure. Of an empty list: what the experiment sets, or
/// defaults.
struct PriceOptions {
  proto::Experiment experiment;
  bool from_file = false;  ///< the experiment is not one of defaults and --set only
  std::vector<double> step_sizes;
  std::vector<std::uint64_t> taus;
  std::vector<std::uint32_t> workers;
  std::vector<std::string> adversaries;
  std::uint64_t trials = 4;              ///< at least 1
  std::optional<std::uint32_t> threads;  ///< at least 1; none: one for each processor
  std::vector<std::string> plots;        ///< files to draw to
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// What `hogtie compare` is asked to measure. Of an empty list: what the experiment sets, or
/// defaults.
struct CompareOptions {
  proto::Experiment experiment;
  std::vector<std::string> adversaries;  ///< simulated
  std::vector<std::uint32_t> workers;    ///< of each of them, and threads
  std::uint64_t trials = 20;             ///< at least 1
  std::optional<std::uint32_t> threads;  ///< at least 1; none: one for each processor
  double confidence = 0.95;              ///< of the intervals, between 0 and 1
  std::optional<std::string> keep;       ///< directory that traces of threads are kept in
  std::vector<std::string> plots;        ///< files to draw to
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// What `hogtie league` is asked to measure. Of an empty list: defaults.
struct LeagueOptions {
  proto::Experiment experiment;
  std::vector<std::string> algorithms;
  std::vector<std::string> adversaries;
  bool from_file = false;                ///< the experiment is not one of defaults and --set only
  std::vector<std::uint32_t> hardware;   ///< numbers of threads; none: only simulated
  std::uint64_t trials = 100;            ///< at least 1
  std::optional<std::uint32_t> threads;  ///< at least 1; none: one for each processor
  std::vector<std::string> plots;        ///< files to draw to
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// What `hogtie train` is asked to do.
struct TrainOptions {
  proto::Experiment experiment;         ///< with the path of the data
  std::optional<std::string> test;      ///< file to test on
  std::optional<double> test_fraction;  ///< of the data to test on, above 0 and below 1; not with
                                        ///< `test`
  std::uint64_t epochs = 10;            ///< at least 1
  std::optional<std::string> model;     ///< file to write the weights to
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// What `hogtie fit` is asked to do.
struct FitOptions {
  std::vector<std::string> traces;          ///< at least one
  std::vector<std::string> held_out;        ///< others, to hold the fit against
  std::string out;                          ///< file for the fitted schedule
  bool force = false;                       ///< also traces that another machine has recorded
  std::optional<std::string> data;          ///< file to read in the place of the recorded data
  std::optional<std::uint32_t> processors;  ///< that the workers shared
  Format format = Format::kText;
  bool quiet = false;  ///< display no progress
};

/// What `hogtie what-if` is asked to do.
struct WhatIfOptions {
  std::string trace;
  ScheduleChanges changes;               ///< at least one
  std::optional<proto::Adversary> then;  ///< who schedules from the first change on
  std::optional<std::string> record;     ///< file to record the changed run to
  bool force = false;                    ///< also what another machine has recorded
  std::optional<std::string> data;       ///< file to read in the place of the recorded data
  Format format = Format::kText;
};

/// The options of each command, and how they are read. Reading throws InputError for what is
/// missing, contradictory or not allowed.
boost::program_options::options_description run_options();
RunOptions read_run(const CommandLine& line);

boost::program_options::options_description trials_options();
TrialsOptions read_trials(const CommandLine& line);

boost::program_options::options_description replay_options();
ReplayOptions read_replay(const CommandLine& line);

boost::program_options::options_description trace_info_options();
TraceInfoOptions read_trace_info(const CommandLine& line);

boost::program_options::options_description trace_show_options();
TraceShowOptions read_trace_show(const CommandLine& line);

boost::program_options::options_description trace_diff_options();
TraceDiffOptions read_trace_diff(const CommandLine& line);

boost::program_options::options_description bound_options();
BoundOptions read_bound(const CommandLine& line);

boost::program_options::options_description certify_options();
CertifyOptions read_certify(const CommandLine& line);

boost::program_options::options_description price_options();
PriceOptions read_price(const CommandLine& line);

boost::program_options::options_description compare_options();
CompareOptions read_compare(const CommandLine& line);

boost::program_options::options_description league_options();
LeagueOptions read_league(const CommandLine& line);

boost::program_options::options_description fit_options();
FitOptions read_fit(const CommandLine& line);

boost::program_options::options_description train_options();
TrainOptions read_train(const CommandLine& line);

boost::program_options::options_description what_if_options();
WhatIfOptions read_what_if(const CommandLine& line);

boost::program_options::options_description list_options();
ListOptions read_list(const CommandLine& line);

}  // namespace hogtie
