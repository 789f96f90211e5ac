#include "core/objectives/registry.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/data/read_dataset.h"
#include "core/error.h"
#include "core/objectives/empirical_risk.h"
#include "core/objectives/huber.h"
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
  EXPECT_EQ(one->constants(1)->second_moment, 4.75);
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

TEST(MakeObjective, NewerOnesTakeTheirSettings) {
  const auto huber = make_objective(with_data("name: 'huber' delta: 2.5"));
  EXPECT_EQ(dynamic_cast<const Huber&>(*huber).delta(), 2.5);
  EXPECT_EQ(risk(*make_objective(with_data("name: 'hinge' l2: 0.5"))).l2(), 0.5);
  // (3 + 5) rows of factors of 2 columns; 64 features and 3 units: 64 * 3 + 3 + 3 + 1.
  const auto completion =
      make_objective(settings("name: 'matrix_completion' rows: 3 columns: 5 rank: 2 observed: 1"));
  EXPECT_EQ(completion->dimension(), 16u);
  EXPECT_EQ(completion->support_max(), 4u);
  const std::string digits = HOGTIE_TEST_DATA "/digits-even.svm.zst";
  EXPECT_EQ(make_objective(with_data("name: 'two_layer' hidden: 3", digits))->dimension(), 199u);
}

TEST(MakeObjective, RatingsComeFromAFileOrAreSampled) {
  const std::string path = write_file("1 1 5\n4 2 3\n");
  const auto read = make_objective(with_data("name: 'matrix_completion' rank: 3", path));
  EXPECT_EQ(read->dimension(), 18u);  // users 1 to 4, items 1 and 2
  EXPECT_EQ(read->data_origin()->digest.size(), 32u);
  EXPECT_EQ(make_error(with_data("name: 'matrix_completion' columns: 2", path)),
            "objective 'matrix_completion' has its ratings from a file, which 'objective.columns' "
            "does not go with; set one of the two");
  EXPECT_EQ(make_error(settings("name: 'matrix_completion' observed: 0")),
            "objective 'matrix_completion' observes no entry; raise objective.observed");
  EXPECT_EQ(make_error(settings("name: 'matrix_completion' rows: 100000 columns: 20000")),
            "objective 'matrix_completion' would draw 2e+09 entries, of at most 1e9; set fewer "
            "rows or columns");
  auto recorded = with_data("name: 'matrix_completion'", path);
  recorded.mutable_data()->set_digest(std::string(32, '0'));
  EXPECT_TRUE(make_error(recorded).starts_with(path + ": its digest is "));
}

TEST(MakeObjective, SupportsHaveToFitIntoMemory) {
  std::string ratings;
  for (int i = 1; i <= 250; ++i) {
    for (int j = 1; j <= 250; ++j) {
      ratings += std::to_string(i) + " " + std::to_string(j) + " 1\n";
    }
  }
  // 250^2 entries of two times the rank.
  EXPECT_EQ(make_error(with_data("name: 'matrix_completion' rank: 10000", write_file(ratings))),
            // 64 bytes for each of 500 * 10000 coordinates, and 4 for each of the samples'.
            "objective 'matrix_completion' with 5e+06 coordinates, and 1.25e+09 of its samples, "
            "needs 5.32 GB of memory, of at most 1 GB and 1e9 of either; set a smaller "
            "objective.rank, fewer entries, or number users and items without gaps");
  // The digits have 58736 non-zeros, of which each takes as many as there are units.
  const std::string error = make_error(
      with_data("name: 'two_layer' hidden: 100000", HOGTIE_TEST_DATA "/digits-even.svm.zst"));
  EXPECT_TRUE(error.starts_with("objective 'two_layer' with 6.7e+06 coordinates, and 6.")) << error;
  EXPECT_TRUE(
      error.ends_with("set a smaller objective.hidden, fewer rows, or number the features "
                      "without gaps"))
      << error;
}

// All of that follows from the settings: nothing is drawn for it.
TEST(MakeObjective, AMatrixThatIsTooLargeIsNotSampled) {
  EXPECT_EQ(make_error(settings("name: 'matrix_completion' rows: 10000000 columns: 1 rank: 150")),
            // (10^7 + 1) * 150 coordinates; 0.3 * 10^7 samples of 2 * 150, and 16 bytes for each.
            "objective 'matrix_completion' with 1.5e+09 coordinates, and 9e+08 of its samples, "
            "needs 99.64 GB of memory, of at most 1 GB and 1e9 of either; set fewer rows or "
            "columns, or a smaller objective.rank or objective.observed");
  EXPECT_TRUE(make_error(settings("name: 'matrix_completion' rows: 10000000 columns: 1 rank: 2"))
                  .starts_with("objective 'matrix_completion' with 2e+07 coordinates"));
}

TEST(MakeObjective, WrongSettingsOfTheNewerOnes) {
  EXPECT_EQ(make_error(with_data("name: 'hinge' l2: 0")),
            "objective 'hinge' needs l2 > 0; without it there can be many minimisers");
  EXPECT_EQ(make_error(settings("name: 'two_layer'")),
            "objective 'two_layer' needs a data set; set objective.data.path=FILE, in LIBSVM "
            "format");
  EXPECT_EQ(make_error(settings("name: 'two_layer' radius: 1")),
            "objective 'two_layer' takes no 'radius'; it takes: data, hidden, l2, initial, "
            "initial_seed");
  const std::string wide = write_file("1 10000000:1\n-1 1:1\n");
  EXPECT_EQ(make_error(with_data("name: 'two_layer' hidden: 1000", wide)),
            "objective 'two_layer' with 1e+10 coordinates, and 6002 of its samples, needs 640 GB "
            "of memory, of at most 1 GB and 1e9 of either; set a smaller objective.hidden, fewer "
            "rows, or number the features without gaps");
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

TEST(InitialPoint, IsRandomWhereZeroIsASaddle) {
  const auto one = settings("name: 'matrix_completion'");
  const auto other = settings("name: 'matrix_completion' initial_seed: 2");
  const auto f = make_objective(one);
  const std::vector<double> x = initial_point(one, *f);
  EXPECT_EQ(x, initial_point(one, *make_objective(one)));
  EXPECT_NE(x, initial_point(other, *make_objective(other)));
  std::vector<double> gradient(x.size());
  f->mean_gradient(x, gradient);
  EXPECT_NE(gradient, std::vector<double>(x.size(), 0.0));
}

TEST(BallRadius, IsThatOfTheStartWhereThereIsAnOptimum) {
  const auto quadratic = settings("dimension: 4");  // ||(1, 1, 1, 1)||
  EXPECT_EQ(ball_radius(quadratic, *make_objective(quadratic)), 2.0);
  EXPECT_EQ(constants_of(quadratic, *make_objective(quadratic))->second_moment, 4.0);
  const auto completion = settings("name: 'matrix_completion'");
  EXPECT_EQ(ball_radius(completion, *make_objective(completion)), std::nullopt);
  EXPECT_FALSE(constants_of(completion, *make_objective(completion)).has_value());
}

TEST(InitialPoint, OneValueForAllOrOneEach) {
  const auto f = make_objective(settings("dimension: 2"));
  EXPECT_EQ(initial_point(settings("initial: -3"), *f), (std::vector<double>{-3, -3}));
  EXPECT_EQ(initial_point(settings("initial: [4, 5]"), *f), (std::vector<double>{4, 5}));
  EXPECT_EQ(message_of<InputError>([&] { initial_point(settings("initial: [4, 5, 6]"), *f); }),
            "objective 'quadratic' has 2 coordinates, but 'initial' has 3 entries; give 1 or 2");
}

TEST(Objectives, EveryListedNameCanBeMadeWithWhatItTakes) {
  ASSERT_EQ(objectives().size(), 8u);
  for (const RegistryEntry& entry : objectives()) {
    proto::Objective made;
    made.set_name(std::string(entry.name));
    for (const std::string_view field : entry.parameters) {
      if (field == "data" && entry.name != "matrix_completion")
        made.mutable_data()->set_path(kCancer);
      if (field == "l2") made.set_l2(0.5);
    }
    EXPECT_EQ(make_error(made), "no error") << entry.name;
    EXPECT_FALSE(entry.description.empty());
  }
}

}  // namespace
}  // namespace hogtie
