#include "adversaries/registry.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adversaries/strategies.h"
#include "adversaries/strategies/greedy.h"
#include "adversaries/strategies/stale_gradients.h"
#include "adversaries/strategies/uniform.h"
#include "core/error.h"
#include "core/objectives/quadratic.h"
#include "tests/adversaries/adversary_testing.h"
#include "tests/core/testing_files.h"

namespace hogtie {
namespace {

class NoSteps final : public ScheduleSource {
 public:
  std::span<const std::uint32_t> next_stretch() override { return {}; }
};

std::unique_ptr<Adversary> make(const std::vector<std::string>& settings, std::uint32_t workers,
                                std::string* opened = nullptr) {
  static const Quadratic objective({1, 2}, 0);
  return make_adversary(testing::experiment_of(settings).adversary(),
                        {workers, 1,
                         [&](const std::string& path) {
                           if (opened != nullptr) *opened = path;
                           return std::make_unique<NoSteps>();
                         },
                         &objective, 0.1, 1000});
}

std::string error_of(const std::vector<std::string>& settings, std::uint32_t workers = 4) {
  try {
    make(settings, workers);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(AdversaryRegistry, MakesEveryStrategyThatItLists) {
  const std::string histogram = write_file("runs { from: 1 } stalls { from: 1 }");
  for (const RegistryEntry& entry : adversaries()) {
    std::vector<std::string> settings{"adversary.name=" + std::string(entry.name)};
    if (entry.name == "replay") settings.push_back("adversary.trace=t");
    if (entry.name == "fixed") settings.push_back("adversary.schedule={worker: 1 steps: 2}");
    if (entry.name == "histogram") settings.push_back("adversary.schedule_file=" + histogram);
    EXPECT_NE(make(settings, 2), nullptr) << entry.name;
    settings.push_back("adversary.tau_max=3");
    settings.push_back("adversary.wait_max=1");
    settings.push_back("adversary.crashes={worker: 1 step: 5}");
    EXPECT_NE(make(settings, 2), nullptr) << entry.name;
  }
}

TEST(AdversaryRegistry, EntriesAreCalledAsTheyAreListed) {
#define HOGTIE_STRATEGY(entry) EXPECT_EQ(strategies::entry.listing.name, #entry);
#include "adversaries/strategies.def"
#undef HOGTIE_STRATEGY
}

TEST(AdversaryRegistry, NamesAreDistinct) {
  std::set<std::string_view> names;
  for (const RegistryEntry& entry : adversaries()) names.insert(entry.name);
  EXPECT_EQ(names.size(), adversaries().size());
}

TEST(AdversaryRegistry, APowerIsThatOfTheViewOfTheStrategy) {
  EXPECT_EQ(Uniform::kPower, "oblivious");
  EXPECT_EQ(StaleGradients::kPower, "value-oblivious");
  EXPECT_EQ(Greedy::kPower, "strong adaptive");
  EXPECT_EQ(ReadWriteOblivious<Uniform>::kPower, "read/write-oblivious");
  EXPECT_EQ(LocationOblivious<Uniform>::kPower, "location-oblivious");
}

TEST(AdversaryRegistry, OnlyThoseThatGoByTheOptimumNeedOne) {
  for (const RegistryEntry& entry : adversaries()) {
    const std::string name(entry.name);
    if (name == "replay" || name == "fixed" || name == "histogram") continue;
    const auto experiment = testing::experiment_of(
        {"objective.name=matrix_completion", "workers=2", "adversary.name=" + name});
    const std::string message =
        message_of<InputError>([&] { Simulation(experiment).make_adversary(); });
    if (name == "lookahead") {
      EXPECT_EQ(message, "adversary 'lookahead' needs a quadratic; set objective.name=quadratic");
    } else if (name == "greedy" || name == "noise_selector" || name == "alignment" ||
               name == "resonance" || name == "portfolio") {
      EXPECT_EQ(message, "adversary '" + name +
                             "' goes by x*, which this objective has none of; use one that does "
                             "not, such as 'swarm'");
    } else {
      EXPECT_EQ(message, "no error") << name;
    }
  }
  // By turns a portfolio does not go by x*, nor do these members.
  const auto turns =
      testing::experiment_of({"objective.name=matrix_completion", "workers=2",
                              "adversary.name=portfolio", "adversary.switching=ROTATE",
                              "adversary.members={name: 'swarm' tau: 4}, {name: 'uniform'}"});
  EXPECT_EQ(message_of<InputError>([&] { Simulation(turns).make_adversary(); }), "no error");
}

TEST(AdversaryRegistry, DefaultsToUniform) {
  const auto settings = testing::experiment_of({"workers=3"});
  const auto named = testing::experiment_of({"workers=3", "adversary.name=uniform"});
  EXPECT_EQ(testing::watch(settings).schedule(), testing::watch(named).schedule());
}

TEST(AdversaryRegistry, OpensTheTraceOfAReplay) {
  std::string opened;
  make({"adversary.name=replay", "adversary.trace=some.trace"}, 1, &opened);
  EXPECT_EQ(opened, "some.trace");
}

TEST(AdversaryRegistry, UnknownNames) {
  EXPECT_EQ(error_of({"adversary.name=unifrom"}),
            "no adversary 'unifrom'; did you mean 'uniform'? see `hogtie list adversaries`");
  EXPECT_EQ(error_of({"adversary.name=xyzzy"}),
            "no adversary 'xyzzy'; see `hogtie list adversaries`");
}

TEST(AdversaryRegistry, ParametersThatAStrategyDoesNotTake) {
  EXPECT_EQ(error_of({"adversary.name=uniform", "adversary.tau=5"}),
            "adversary 'uniform' takes no 'tau'; it takes: tau_max, wait_max, crashes");
  EXPECT_EQ(error_of({"adversary.name=swarm", "adversary.speeds=1"}),
            "adversary 'swarm' takes no 'speeds'; it takes: tau, tau_max, wait_max, crashes");
  EXPECT_EQ(error_of({"adversary.name=weighted", "adversary.trace=t"}),
            "adversary 'weighted' takes no 'trace'; it takes: speeds, tau_max, wait_max, crashes");
}

TEST(AdversaryRegistry, StrategiesThatNeedTwoWorkers) {
  for (const std::string name :
       {"stale_gradient", "swarm", "max_delay", "mid_update_stall", "alignment", "resonance"}) {
    EXPECT_EQ(error_of({"adversary.name=" + name}, 1),
              "adversary '" + name + "' needs at least 2 workers; set workers=2");
    EXPECT_EQ(error_of({"adversary.name=" + name}, 2), "no error");
  }
}

TEST(AdversaryRegistry, MoreSpeedsThanWorkers) {
  EXPECT_EQ(error_of({"adversary.name=weighted", "adversary.speeds=1,2,3"}, 2),
            "adversary.speeds has 3 entries for 2 workers; give at most one for each");
  EXPECT_EQ(error_of({"adversary.name=weighted", "adversary.speeds=1,2"}, 2), "no error");
  EXPECT_EQ(error_of({"adversary.name=weighted"}, 1), "no error");
}

TEST(AdversaryRegistry, AReplayWithoutATrace) {
  EXPECT_EQ(error_of({"adversary.name=replay"}),
            "adversary 'replay' needs a trace; set adversary.trace=FILE");
}

TEST(AdversaryRegistry, CrashesOfWorkersThatThereAreNot) {
  EXPECT_EQ(error_of({"adversary.crashes={worker: 4}"}, 4),
            "adversary.crashes names worker 4, of workers 0 to 3");
}

TEST(AdversaryRegistry, ABoundOnWaitingThatCannotBeKept) {
  EXPECT_EQ(error_of({"adversary.wait_max=2"}, 4),
            "adversary.wait_max is 2, which cannot be kept with 4 workers; set it to 3 or more");
  EXPECT_EQ(error_of({"adversary.wait_max=3"}, 4), "no error");
}

TEST(AdversaryRegistry, LookaheadNeedsAQuadratic) {
  const auto experiment =
      testing::experiment_of({"objective.name=least_squares", "adversary.name=lookahead",
                              "objective.data.path=" + write_file("1 1:1\n")});
  EXPECT_EQ(message_of<InputError>([&] { Simulation(experiment).make_adversary(); }),
            "adversary 'lookahead' needs a quadratic; set objective.name=quadratic");
}

TEST(AdversaryRegistry, FixedSchedules) {
  const std::string path = write_file("runs { worker: 1 steps: 2 }\nruns { worker: 3 }\n");
  const std::string file = "adversary.schedule_file=" + path;
  EXPECT_EQ(error_of({"adversary.name=fixed", file}), "no error");
  EXPECT_EQ(error_of({"adversary.name=fixed", file}, 2),
            "'" + path + "' names worker 3, of workers 0 to 1");
  EXPECT_EQ(error_of({"adversary.name=fixed", "adversary.schedule={worker: 4}"}),
            "adversary.schedule names worker 4, of workers 0 to 3");
  EXPECT_EQ(
      error_of({"adversary.name=fixed"}),
      "adversary 'fixed' needs a schedule; set adversary.schedule={worker: 0 steps: 3},... or "
      "adversary.schedule_file=FILE");
  EXPECT_EQ(
      error_of({"adversary.name=fixed", "adversary.schedule={worker: 1}", file}),
      "adversary 'fixed' has two schedules; set adversary.schedule or adversary.schedule_file");
  const std::string empty = write_file("", "empty");
  EXPECT_EQ(error_of({"adversary.name=fixed", "adversary.schedule_file=" + empty}),
            "'" + empty + "' has no runs; give at least one, as in runs { worker: 0 steps: 3 }");
  const std::string zero = write_file("runs { steps: 0 }", "zero");
  EXPECT_EQ(error_of({"adversary.name=fixed", "adversary.schedule_file=" + zero}),
            zero + ":1:8: setting 'runs.steps' is 0; allowed: an integer, 1 to 4294967295 steps");
}

TEST(AdversaryRegistry, BadHistograms) {
  const auto error = [](const std::string& text) {
    const std::string path = write_file(text);
    std::string message = error_of({"adversary.name=histogram", "adversary.schedule_file=" + path});
    for (std::size_t at; (at = message.find(path)) != std::string::npos;) {
      message.replace(at, path.size(), "FILE");
    }
    return message;
  };
  EXPECT_EQ(error("runs { from: 1 } stalls { from: 2 to: 9 count: 0.5 }"), "no error");
  EXPECT_EQ(error("runs { from: 1 }"),
            "'FILE': no bin of 'stalls' has a count; give at least one, as in stalls { from: 1 to: "
            "16 count: 90 }");
  EXPECT_EQ(error("runs { from: 1 } processors: 1 slices { from: 1 }"), "no error");
  EXPECT_EQ(error("runs { from: 1 } stalls { from: 1 } processors: 2"),
            "'FILE': no bin of 'slices' has a count; give at least one, as in slices { from: 1 to: "
            "16 count: 90 }");
  EXPECT_EQ(error("runs { from: 1 } stalls { from: 1 } slices { from: 1 }"),
            "'FILE': slices end where workers wait for a processor; give the number of "
            "'processors' as well");
  EXPECT_EQ(error("runs { from: 1 count: 0 } stalls { from: 1 }"),
            "'FILE': no bin of 'runs' has a count; give at least one, as in runs { from: 1 to: 16 "
            "count: 90 }");
  EXPECT_EQ(error("runs { from: 1 } runs { from: 5 to: 4 } stalls { from: 1 }"),
            "'FILE': bin 2 of 'runs' is from 5 to 4; 'to' must not be below 'from'");
  EXPECT_EQ(error("runs { to: 4 } stalls { from: 1 }"),
            "'FILE': bin 1 of 'runs' has no 'from'; give its smallest value");
  EXPECT_EQ(error("runs { from: 0 } stalls { from: 1 }"),
            "FILE:1:8: setting 'runs.from' is 0; allowed: an integer, 1 to 1000000000000000 steps");
  EXPECT_EQ(error("runs { form: 1 }"),
            "FILE:1:12: no setting 'runs.form'; did you mean 'runs.from'? 'runs' has: from, to, "
            "count");
  EXPECT_EQ(error("not a histogram"),
            "FILE:1:5: no setting 'not'; there are: runs, stalls, "
            "processors, slices");
  EXPECT_EQ(error_of({"adversary.name=histogram"}),
            "adversary 'histogram' needs a histogram; set adversary.schedule_file=FILE");
  EXPECT_EQ(error_of({"adversary.name=histogram", "adversary.schedule_file=/nowhere"}),
            "cannot read '/nowhere': No such file or directory; give the path of a histogram of "
            "runs and stalls in text format");
}

TEST(AdversaryRegistry, MembersOfAPortfolio) {
  EXPECT_EQ(error_of({"adversary.name=portfolio",
                      "adversary.members={name: 'swarm' tau: 5}, {name: 'portfolio'}"}),
            "no error");
  EXPECT_EQ(error_of({"adversary.name=portfolio", "adversary.members={name: 'swrm'}"}),
            "no adversary 'swrm'; did you mean 'swarm'? see `hogtie list adversaries`");
  EXPECT_EQ(error_of({"adversary.name=portfolio", "adversary.members={name: 'swarm' tau_max: 5}"}),
            "adversary.members: 'swarm' has a wrapper's setting; set it on the portfolio");
}

}  // namespace
}  // namespace hogtie
