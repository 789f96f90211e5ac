#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "proto/experiment.pb.h"
#include "tools/hogtie/cli/command_line.h"
#include "tools/hogtie/output/format.h"

namespace hogtie {

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

/// Options, how they are read, and what the command does then. Reading throws InputError for
/// options that are missing, contradictory or not allowed. Executing returns an ExitStatus.
boost::program_options::options_description train_options();
TrainOptions read_train(const CommandLine& line);
int execute_train(const TrainOptions& options);

}  // namespace hogtie
