#include "core/settings/listing.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <string>

#include "core/error.h"
#include "core/settings/field.h"
#include "core/settings/set.h"
#include "proto/experiment.pb.h"

namespace hogtie {
namespace {

TEST(AllSettings, ListsEverySettingInTheOrderOfTheProto) {
  const auto settings = all_settings(proto::Experiment());
  const auto fields = describe_fields(*proto::Experiment::descriptor());
  ASSERT_EQ(settings.size(), fields.size());
  for (std::size_t i = 0; i < settings.size(); ++i) {
    EXPECT_EQ(settings[i].path, fields[i].path);
    EXPECT_FALSE(settings[i].help.empty()) << settings[i].path;
  }
}

TEST(AllSettings, DefaultsWhereNotSet) {
  std::map<std::string, std::string> values;
  for (const Setting& setting : all_settings(proto::Experiment())) {
    EXPECT_FALSE(setting.is_set) << setting.path;
    EXPECT_EQ(setting.value, setting.default_value) << setting.path;
    values[setting.path] = setting.value + (setting.unit.empty() ? "" : " " + setting.unit);
  }
  EXPECT_EQ(values["objective.name"], "quadratic");
  EXPECT_EQ(values["objective.curvature"], "none");
  EXPECT_EQ(values["objective.noise"], "0");
  EXPECT_EQ(values["objective.l2"], "0.01");
  EXPECT_EQ(values["objective.data.path"], "none");
  EXPECT_EQ(values["objective.data.digest"], "none");
  EXPECT_EQ(values["algorithm.view"], "SUPPORT");
  EXPECT_EQ(values["adversary.crashes"], "none");
  EXPECT_EQ(values["seed"], "1");
  EXPECT_EQ(values["limits.steps"], "none steps");
  EXPECT_EQ(values["machine.stack_bytes"], "16384 bytes");
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
  const auto stack = describe_fields(*proto::Experiment::descriptor(), "machine.stack_bytes");
  ASSERT_EQ(stack.size(), 1U);
  EXPECT_EQ(
      line(stack[0]),
      "machine.stack_bytes|integer|16384|bytes|8192 to 1073741824|stack of a simulated worker");
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
  ASSERT_EQ(data.size(), 4U);
  EXPECT_EQ(data[0].path, "data.path");
  EXPECT_FALSE(data[0].derived);
  EXPECT_EQ(data[1].path, "data.digest");
  EXPECT_TRUE(data[1].derived);
  EXPECT_EQ(data[2].path, "data.size");
  EXPECT_TRUE(data[2].derived);
  EXPECT_EQ(data[3].path, "data.zero_based");
  EXPECT_EQ(data[3].type, "true or false");
  EXPECT_EQ(data[3].default_value, "false");
}

TEST(DescribeFields, UnknownPath) {
  EXPECT_THROW(describe_fields(*proto::Objective::descriptor(), "data.pth"), InputError);
}

}  // namespace
}  // namespace hogtie
