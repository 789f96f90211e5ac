#include "adversaries/registry.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "tests/adversaries/adversary_testing.h"

namespace hogtie {
namespace {

class NoSteps final : public ScheduleSource {
 public:
  std::span<const std::uint32_t> more() override { return {}; }
};

std::unique_ptr<Adversary> make(const std::vector<std::string>& settings, std::uint32_t workers,
                                std::string* opened = nullptr) {
  return make_adversary(testing::experiment_of(settings).adversary(),
                        {workers, 1, [&](const std::string& path) {
                           if (opened != nullptr) *opened = path;
                           return std::make_unique<NoSteps>();
                         }});
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
  for (const RegistryEntry& entry : adversaries()) {
    std::vector<std::string> settings{"adversary.name=" + std::string(entry.name)};
    if (entry.name == "replay") settings.push_back("adversary.trace=t");
    EXPECT_NE(make(settings, 2), nullptr) << entry.name;
    settings.push_back("adversary.tau_max=3");
    settings.push_back("adversary.crashes={worker: 1 step: 5}");
    EXPECT_NE(make(settings, 2), nullptr) << entry.name;
  }
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
            "adversary 'uniform' takes no 'tau'; it takes: tau_max, crashes");
  EXPECT_EQ(error_of({"adversary.name=swarm", "adversary.speeds=1"}),
            "adversary 'swarm' takes no 'speeds'; it takes: tau, tau_max, crashes");
  EXPECT_EQ(error_of({"adversary.name=weighted", "adversary.trace=t"}),
            "adversary 'weighted' takes no 'trace'; it takes: speeds, tau_max, crashes");
}

TEST(AdversaryRegistry, StrategiesThatNeedTwoWorkers) {
  for (const std::string name : {"stale_gradient", "swarm", "max_delay"}) {
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

}  // namespace
}  // namespace hogtie
