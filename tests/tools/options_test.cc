#include "tools/hogtie/commands/bound/bound.h"
#include "tools/hogtie/commands/list/list.h"
#include "tools/hogtie/commands/replay/replay.h"
#include "tools/hogtie/commands/run/run.h"
#include "tools/hogtie/commands/trace/trace.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/settings/listing.h"

namespace hogtie {
namespace {

using Arguments = std::vector<std::string>;

RunOptions run(const Arguments& arguments) {
  return read_run(CommandLine(run_options(), arguments));
}

ReplayOptions replay(const Arguments& arguments) {
  return read_replay(CommandLine(replay_options(), arguments));
}

TraceShowOptions show(const Arguments& arguments) {
  return read_trace_show(CommandLine(trace_show_options(), arguments));
}

template <class Read>
std::string error_of(Read read, const Arguments& arguments) {
  try {
    read(arguments);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(RunOptions, Defaults) {
  const RunOptions options = run({});
  EXPECT_EQ(to_text(options.experiment), "");
  EXPECT_EQ(options.trace, std::nullopt);
  EXPECT_EQ(options.trials, 1U);
  EXPECT_EQ(options.format, Format::kText);
  EXPECT_FALSE(options.require_success);
  EXPECT_FALSE(options.quiet);
}

TEST(RunOptions, AllOptions) {
  const std::string path = testing::TempDir() + "options_test_run.textproto";
  std::ofstream(path) << "workers: 2 seed: 9\n";
  const RunOptions options =
      run({path, "--set", "workers=3", "--set=objective.initial=-1", "--trials=20", "--format",
           "json", "--require-success", "--quiet"});
  std::filesystem::remove(path);
  EXPECT_EQ(to_text(options.experiment), "objective {\n  initial: -1\n}\nworkers: 3\nseed: 9\n");
  EXPECT_EQ(options.trials, 20U);
  EXPECT_EQ(options.format, Format::kJson);
  EXPECT_TRUE(options.require_success);
  EXPECT_TRUE(options.quiet);
  EXPECT_EQ(run({"--trace", "t"}).trace, "t");
}

TEST(RunOptions, WrongInputs) {
  EXPECT_EQ(error_of(run, {"--trails", "3"}),
            "no option '--trails'; did you mean '--trials'? there are: --set, --trace, --trials, "
            "--format, --require-success, --quiet, --help");
  EXPECT_EQ(error_of(run, {"--trails=3"}),
            "no option '--trails'; did you mean '--trials'? there are: --set, --trace, --trials, "
            "--format, --require-success, --quiet, --help");
  EXPECT_EQ(error_of(run, {"--trial", "3"}),
            "no option '--trial'; did you mean '--trials'? there are: --set, --trace, --trials, "
            "--format, --require-success, --quiet, --help");
  EXPECT_EQ(error_of(run, {"--trials", "-1"}),
            "option '--trials' takes an integer, 1 to 1000000000; '-1' is not one");
  EXPECT_EQ(error_of(run, {"--trials", "0"}),
            "option '--trials' takes an integer, 1 to 1000000000; '0' is not one");
  EXPECT_EQ(error_of(run, {"--trials"}), "option '--trials' has no value; give one after it");
  EXPECT_EQ(error_of(run, {"--trials", "1", "--trials", "2"}),
            "option '--trials' cannot be specified more than once");
  EXPECT_EQ(error_of(run, {"--quiet=1"}), "option '--quiet' does not take any arguments");
  EXPECT_EQ(error_of(run, {"--format", "xml"}), "no format 'xml'; there are: text, json, csv");
  EXPECT_EQ(error_of(run, {"--trace", ""}), "option '--trace' has an empty value");
  EXPECT_EQ(error_of(run, {"--trace", "t", "--trials", "2"}),
            "a trace records one run: give '--trace' or '--trials', not both");
  EXPECT_EQ(error_of(run, {"--set", "workers=0"}),
            "setting 'workers' is 0; allowed: an integer, 1 to 100000");
  EXPECT_EQ(error_of(run, {"a", "workers=2"}),
            "more than one experiment: 'a' and 'workers=2'; for a setting, write '--set "
            "workers=2'");
  EXPECT_EQ(error_of(run, {""}),
            "cannot read '': No such file or directory; give the path of an experiment in text "
            "format");
}

TEST(ReplayOptions, Defaults) {
  const ReplayOptions options = replay({"t"});
  EXPECT_EQ(options.trace, "t");
  EXPECT_EQ(options.until, std::nullopt);
  EXPECT_FALSE(options.then);
  EXPECT_FALSE(options.force);
  EXPECT_EQ(options.format, Format::kText);
  EXPECT_EQ(options.record, std::nullopt);
}

TEST(ReplayOptions, AllOptions) {
  const ReplayOptions options =
      replay({"--until", "0", "--then", "swarm", "--set", "adversary.tau=3", "t", "--force",
              "--format=csv", "--trace", "u"});
  EXPECT_EQ(options.trace, "t");
  EXPECT_EQ(options.until, 0U);
  ASSERT_TRUE(options.then);
  EXPECT_EQ(to_text(*options.then), "name: \"swarm\"\ntau: 3\n");
  EXPECT_TRUE(options.force);
  EXPECT_EQ(options.format, Format::kCsv);
  EXPECT_EQ(options.record, "u");
}

TEST(ReplayOptions, WrongInputs) {
  EXPECT_EQ(error_of(replay, {}), "no trace is given; name it after the command");
  EXPECT_EQ(error_of(replay, {"t", "u"}), "one argument too many: 'u'");
  EXPECT_EQ(error_of(replay, {"t", "--until", "1.5"}),
            "option '--until' takes an integer, 0 to 18446744073709551615; '1.5' is not one");
  EXPECT_EQ(error_of(replay, {"t", "--set", "adversary.tau=3"}),
            "'--set' is for the adversary of '--then', which is not given");
  EXPECT_EQ(error_of(replay, {"t", "--trace", "u"}),
            "'--trace' records a run that '--then' continues; '--then' is not given");
  EXPECT_EQ(error_of(replay, {"t", "--then", "swarm", "--set", "workers=3"}),
            "the rest of a recorded run is as recorded: '--set' changes 'adversary.' settings "
            "only, not 'workers=3'");
  EXPECT_EQ(error_of(replay, {"t", "--then", "swarm", "--set", "adversary.name=x"}),
            "'--then' names the adversary already: 'swarm' and 'adversary.name=x'");
  EXPECT_EQ(error_of(replay, {"t", "--then", "swarm", "--set", "adversary.tau=0"}),
            "setting 'adversary.tau' is 0; allowed: an integer, 1 to 1000000000000 iterations");
  EXPECT_EQ(error_of(replay, {"t", "--then", ""}), "option '--then' has an empty value");
}

TEST(TraceOptions, Info) {
  const auto options = read_trace_info(CommandLine(trace_info_options(), Arguments{"t"}));
  EXPECT_EQ(options.trace, "t");
  EXPECT_EQ(options.format, Format::kText);
}

TEST(TraceOptions, Show) {
  EXPECT_EQ(show({"t"}).from, std::nullopt);
  EXPECT_EQ(show({"t"}).to, std::nullopt);
  const auto options = show({"t", "--from", "5", "--to", "5", "--format", "json"});
  EXPECT_EQ(options.from, 5U);
  EXPECT_EQ(options.to, 5U);
  EXPECT_EQ(options.format, Format::kJson);
  EXPECT_EQ(error_of(show, {"t", "--from", "5", "--to", "4"}),
            "no steps from 5 to 4: '--from' is after '--to'");
  EXPECT_EQ(error_of(show, {}), "no trace is given; name it after the command");
}

TEST(TraceOptions, Diff) {
  const auto diff = [](const Arguments& arguments) {
    return read_trace_diff(CommandLine(trace_diff_options(), arguments));
  };
  EXPECT_EQ(diff({"a", "b"}).first, "a");
  EXPECT_EQ(diff({"a", "b"}).second, "b");
  EXPECT_EQ(error_of(diff, {"a"}), "no second trace is given; name it after the command");
  EXPECT_EQ(error_of(diff, {"a", "b", "c"}), "one argument too many: 'c'");
}

BoundOptions bound(const Arguments& arguments) {
  return read_bound(CommandLine(bound_options(), arguments));
}

TEST(BoundOptions, Defaults) {
  const BoundOptions options = bound({});
  EXPECT_FALSE(options.constants);
  EXPECT_EQ(to_text(options.experiment), "");
  EXPECT_EQ(options.tau_max, std::nullopt);
  EXPECT_EQ(options.epsilon, std::nullopt);
  EXPECT_EQ(options.initial_distance, std::nullopt);
  EXPECT_EQ(options.alpha, std::nullopt);
  EXPECT_EQ(options.iterations, std::nullopt);
  EXPECT_EQ(options.delta, 0.1);
  EXPECT_EQ(options.format, Format::kText);
}

TEST(BoundOptions, AllOptions) {
  const BoundOptions options = bound({"--c=0.5", "--L",
                                      "2",       "--M",
                                      "3",       "--d",
                                      "4",       "--n",
                                      "5",       "--tau-max",
                                      "6",       "--epsilon",
                                      "7e-3",    "--initial-distance",
                                      "0",       "--alpha",
                                      "8e-100",  "--iterations",
                                      "9",       "--delta",
                                      "1",       "--format",
                                      "csv"});
  ASSERT_TRUE(options.constants);
  EXPECT_EQ(options.constants->c, 0.5);
  EXPECT_EQ(options.constants->lipschitz, 2);
  EXPECT_EQ(options.constants->moment, 3);
  EXPECT_EQ(options.constants->d, 4U);
  EXPECT_EQ(options.constants->n, 5U);
  EXPECT_EQ(options.tau_max, 6U);
  EXPECT_EQ(options.epsilon, 7e-3);
  EXPECT_EQ(options.initial_distance, 0);
  EXPECT_EQ(options.alpha, 8e-100);
  EXPECT_EQ(options.iterations, 9U);
  EXPECT_EQ(options.delta, 1);
  EXPECT_EQ(options.format, Format::kCsv);
  EXPECT_EQ(to_text(bound({"--set", "workers=3"}).experiment), "workers: 3\n");
}

TEST(BoundOptions, WrongInputs) {
  EXPECT_EQ(error_of(bound, {"--alpha", "0"}),
            "option '--alpha' takes a number, 1e-200 to 1e+30; '0' is not one");
  EXPECT_EQ(error_of(bound, {"--alpha", "inf"}),
            "option '--alpha' takes a number, 1e-200 to 1e+30; 'inf' is not one");
  EXPECT_EQ(error_of(bound, {"--epsilon", "1x"}),
            "option '--epsilon' takes a number, 1e-30 to 1e+30; '1x' is not one");
  EXPECT_EQ(error_of(bound, {"--iterations", "0"}),
            "option '--iterations' takes an integer, 1 to 9223372036854775808; '0' is not one");
  EXPECT_EQ(error_of(bound, {"--delta", "1.5"}),
            "option '--delta' takes a number, 1e-30 to 1; '1.5' is not one");
}

TEST(ListOptions, Registries) {
  const auto list = [](const Arguments& arguments) {
    return read_list(CommandLine(list_options(), arguments));
  };
  EXPECT_EQ(list({"adversaries"}).registry, Registry::kAdversaries);
  EXPECT_EQ(list({"objectives"}).registry, Registry::kObjectives);
  EXPECT_EQ(list({"algorithms", "--format=csv"}).registry, Registry::kAlgorithms);
  EXPECT_EQ(list({"algorithms", "--format=csv"}).format, Format::kCsv);
  EXPECT_EQ(error_of(list, {"adversary"}),
            "no list of 'adversary'; did you mean 'adversaries'? there are: adversaries, "
            "objectives, algorithms");
  EXPECT_EQ(error_of(list, {}),
            "nothing to list is given; there are: adversaries, objectives, algorithms");
}

}  // namespace
}  // namespace hogtie
