#include "core/settings/listing.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/error.h"
#include "core/settings/field.h"
#include "core/settings/set.h"
#include "proto/experiment.pb.h"

namespace hogtie {
namespace {

TEST(AllSettings, ListsDefaultsInTheOrderOfTheProto) {
  const auto settings = all_settings(proto::Experiment());
  std::vector<std::string> lines;
  for (const Setting& setting : settings) {
    EXPECT_FALSE(setting.is_set);
    EXPECT_FALSE(setting.help.empty()) << setting.path;
    lines.push_back(setting.path + "=" + setting.value +
                    (setting.unit.empty() ? "" : " " + setting.unit));
  }
  const std::vector<std::string> expected = {
      "objective.name=quadratic",
      "objective.dimension=8",
      "objective.curvature=none",
      "objective.noise=0",
      "objective.data.path=none",
      "objective.data.digest=none",
      "objective.l2=0.01",
      "objective.initial=none",
      "objective.radius=none",
      "algorithm.name=epoch_sgd",
      "algorithm.step_size=0.1",
      "algorithm.iterations=1000 iterations",
      "algorithm.view=SUPPORT",
      "workers=4",
      "adversary.name=uniform",
      "adversary.tau=64 iterations",
      "adversary.speeds=none",
      "adversary.trace=none",
      "adversary.tau_max=none iterations",
      "adversary.crashes=none",
      "seed=1",
      "success.epsilon=0.01",
      "success.loss=none",
      "success.every=1 iterations",
      "limits.steps=none steps",
      "machine.stack=16384 bytes",
  };
  EXPECT_EQ(lines, expected);
}

TEST(AllSettings, AValueEqualToTheDefaultIsStillSet) {
  proto::Experiment experiment;
  set(experiment, "workers=4");
  for (const Setting& setting : all_settings(experiment)) {
    EXPECT_EQ(setting.is_set, setting.path == "workers") << setting.path;
  }
}

TEST(ToText, ReadsBackAsTheSameMessage) {
  proto::Experiment experiment;
  for (const char* assignment :
       {"objective.curvature=0.1,1e-12,123456789.123456789", "seed=18446744073709551615",
        "adversary.name=a \"quoted\" \\ name", "adversary.crashes={worker: 1 step: 500}",
        "algorithm.view=model", "algorithm.step_size=0.30000000000000004"}) {
    set(experiment, assignment);
  }
  proto::Experiment again;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(to_text(experiment), &again));
  EXPECT_EQ(again.SerializeAsString(), experiment.SerializeAsString());
  EXPECT_EQ(again.algorithm().step_size(), 0.30000000000000004);
}

std::string line(const FieldDescription& field) {
  return field.path + "|" + field.type + "|" + field.default_value + "|" + field.unit + "|" +
         field.range + "|" + field.help;
}

TEST(DescribeFields, OneSetting) {
  const auto stack = describe_fields(*proto::Experiment::descriptor(), "machine.stack");
  ASSERT_EQ(stack.size(), 1U);
  EXPECT_EQ(line(stack[0]),
            "machine.stack|integer|16384|bytes|8192 to 1073741824|stack of a worker");
  const auto view = describe_fields(*proto::Algorithm::descriptor(), "view");
  ASSERT_EQ(view.size(), 1U);
  EXPECT_EQ(line(view[0]),
            "view|choice|SUPPORT||SUPPORT, MODEL|which registers an iteration reads before its "
            "update");
  const auto crashes = describe_fields(*proto::Adversary::descriptor(), "crashes");
  ASSERT_EQ(crashes.size(), 1U);
  EXPECT_EQ(crashes[0].type, "list of {worker, step}");
}

TEST(DescribeFields, AGroupIsTheSettingsInIt) {
  const auto data = describe_fields(*proto::Objective::descriptor(), "data");
  ASSERT_EQ(data.size(), 2U);
  EXPECT_EQ(data[0].path, "data.path");
  EXPECT_FALSE(data[0].derived);
  EXPECT_EQ(data[1].path, "data.digest");
  EXPECT_TRUE(data[1].derived);
}

TEST(DescribeFields, UnknownPath) {
  EXPECT_THROW(describe_fields(*proto::Objective::descriptor(), "data.pth"), InputError);
}

}  // namespace
}  // namespace hogtie
