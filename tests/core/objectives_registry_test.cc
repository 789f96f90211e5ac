#include "core/objectives/registry.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "core/data/read_dataset.h"
#include "core/error.h"
#include "core/objectives/empirical_risk.h"
#include "tests/core/testing_files.h"

namespace hogtie {
namespace {

const std::string kCancer = HOGTIE_TEST_DATA "/breast-cancer.svm";

proto::Objective settings(const std::string& text) {
  proto::Objective result;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &result)) << text;
  return result;
}

proto::Objective with_data(const std::string& text, const std::string& path = kCancer) {
  proto::Objective result = settings(text);
  result.mutable_data()->set_path(path);
  return result;
}

const EmpiricalRisk& risk(const Objective& f) {
  return dynamic_cast<const EmpiricalRisk&>(f);
}

std::string make_error(const proto::Objective& objective) {
  return message_of<InputError>([&] { make_objective(objective); });
}

TEST(MakeObjective, DefaultIsTheUnitQuadraticOfEightCoordinates) {
  const auto f = make_objective(settings(""));
  EXPECT_EQ(f->dimension(), 8u);
  EXPECT_EQ(f->value(std::vector<double>(8, 1.0)), 4);
}

TEST(MakeObjective, QuadraticTakesItsSettings) {
  const auto one =
      make_objective(settings("dimension: 3 curvature: 2 noise: 0.5 initial: 1 radius: 7"));
  // M^2 = (2 * 1)^2 + 3 * 0.25
  EXPECT_EQ(one->constants(1).second_moment, 4.75);
  const auto each = make_objective(settings("dimension: 3 curvature: [2, 1, 4]"));
  EXPECT_EQ(each->value(std::vector<double>{1, 2, 3}), (2 + 4 + 36) / 2.0);
}

TEST(MakeObjective, DataObjectivesReadTheirData) {
  const auto squares = make_objective(with_data("name: 'least_squares'"));
  EXPECT_EQ(risk(*squares).data().rows(), 569u);
  EXPECT_EQ(risk(*squares).l2(), 0);
  const auto ridge = make_objective(with_data("name: 'ridge' l2: 0.5"));
  EXPECT_EQ(risk(*ridge).l2(), 0.5);
  const auto logistic = make_objective(with_data("name: 'logistic'"));
  EXPECT_EQ(risk(*logistic).l2(), 0.01);
  EXPECT_EQ(logistic->dimension(), 30u);
  EXPECT_EQ(risk(*make_objective(with_data("name: 'logistic' l2: 0"))).l2(), 0);
}

TEST(MakeObjective, TheRecordedDigestMustMatch) {
  const std::string digest = read_dataset(kCancer).digest;
  auto recorded = with_data("name: 'logistic'");
  recorded.mutable_data()->set_digest(digest);
  EXPECT_EQ(make_error(recorded), "no error");
  const std::string other(32, '0');
  recorded.mutable_data()->set_digest(other);
  EXPECT_EQ(make_error(recorded), kCancer + ": its digest is " + digest +
                                      ", but the settings record '" + other +
                                      "'; use the file they were made with");
}

TEST(MakeObjective, WrongSettings) {
  EXPECT_EQ(make_error(settings("name: 'logstic'")),
            "no objective 'logstic'; did you mean 'logistic'? see `hogtie list objectives`");
  EXPECT_EQ(make_error(settings("name: 'xyz'")),
            "no objective 'xyz'; see `hogtie list objectives`");
  EXPECT_EQ(make_error(settings("l2: 1")),
            "objective 'quadratic' takes no 'l2'; it takes: dimension, curvature, noise, initial, "
            "radius");
  EXPECT_EQ(make_error(with_data("name: 'least_squares' l2: 1")),
            "objective 'least_squares' takes no 'l2'; it takes: data, initial, radius");
  EXPECT_EQ(make_error(with_data("name: 'logistic' dimension: 3")),
            "objective 'logistic' takes no 'dimension'; it takes: data, l2, initial, radius");
  EXPECT_EQ(make_error(settings("dimension: 3 curvature: [1, 2]")),
            "objective 'quadratic' has 3 coordinates, but 'curvature' has 2 entries; give 1 or 3");
  EXPECT_EQ(make_error(settings("name: 'ridge'")),
            "objective 'ridge' needs a data set; set objective.data.path=FILE, in LIBSVM format");
  EXPECT_EQ(make_error(with_data("name: 'ridge' l2: 0")),
            "objective 'ridge' needs l2 > 0; without regularisation use 'least_squares'");
  EXPECT_EQ(make_error(with_data("name: 'ridge'", "no-such-file")),
            "cannot read 'no-such-file': No such file or directory; give the path of a readable "
            "file");
}

TEST(MakeObjective, ValuesOutOfRange) {
  for (const char* text : {"dimension: 0", "curvature: 0", "curvature: [1, -1]", "noise: -1",
                           "noise: nan", "initial: inf", "name: 'ridge' l2: -1"}) {
    EXPECT_TRUE(make_error(settings(text)).starts_with("setting 'objective.")) << text;
  }
}

TEST(InitialPoint, Defaults) {
  const auto quadratic = settings("dimension: 2");
  EXPECT_EQ(initial_point(quadratic, *make_objective(quadratic)), (std::vector<double>{1, 1}));
  const auto data = with_data("name: 'logistic'");
  EXPECT_EQ(initial_point(data, *make_objective(data)), std::vector<double>(30, 0.0));
}

TEST(InitialPoint, OneValueForAllOrOneEach) {
  const auto f = make_objective(settings("dimension: 2"));
  EXPECT_EQ(initial_point(settings("initial: -3"), *f), (std::vector<double>{-3, -3}));
  EXPECT_EQ(initial_point(settings("initial: [4, 5]"), *f), (std::vector<double>{4, 5}));
  EXPECT_EQ(message_of<InputError>([&] { initial_point(settings("initial: [4, 5, 6]"), *f); }),
            "objective 'quadratic' has 2 coordinates, but 'initial' has 3 entries; give 1 or 2");
}

TEST(Objectives, EveryListedNameCanBeMadeWithWhatItTakes) {
  ASSERT_EQ(objectives().size(), 4u);
  for (const RegistryEntry& entry : objectives()) {
    proto::Objective made;
    made.set_name(std::string(entry.name));
    for (const std::string_view field : entry.parameters) {
      if (field == "data") made.mutable_data()->set_path(kCancer);
      if (field == "l2") made.set_l2(0.5);
    }
    EXPECT_EQ(make_error(made), "no error") << entry.name;
    EXPECT_FALSE(entry.description.empty());
  }
}

}  // namespace
}  // namespace hogtie
