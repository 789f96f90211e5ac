#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "proto/experiment.pb.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

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

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description bound_options();
BoundOptions read_bound(const CommandLine& line);
int execute_bound(const BoundOptions& options);

}  // namespace hogtie
