#include "core/data/check_magnitudes.h"

#include <gtest/gtest.h>

#include <string>

#include "core/data/read_dataset.h"
#include "core/data/read_ratings.h"
#include "core/error.h"
#include "tests/core/testing_files.h"

namespace hogtie {
namespace {

std::string error(const std::string& rows) {
  const std::string path = write_file(rows);
  const Dataset data = read_dataset(path);
  const std::string message = message_of<InputError>([&] { check_magnitudes(data); });
  return message.starts_with(path) ? message.substr(path.size()) : message;
}

constexpr const char* kProblem = " is above 1e70, and products of such values overflow; rescale it";

TEST(CheckMagnitudes, NamesTheFirstValueThatIsTooLarge) {
  EXPECT_EQ(error("1 1:1e70 2:-1e70\n-1e70\n"), "no error");
  EXPECT_EQ(error("1 1:1\n0\n1 3:2 7:-1.01e70 8:1e300\n2 1:1e300\n"),
            std::string(":3: value -1.01e+70 of feature 7") + kProblem);
  EXPECT_EQ(error("1 1:1\n# rows\n1.79e308 1:1\n"), std::string(":3: label 1.79e+308") + kProblem);
}

TEST(CheckMagnitudes, NamesTheFirstRatingThatIsTooLarge) {
  const std::string path = write_file("1 1 5\n2 3 1e71\n");
  const ObservedMatrix matrix = read_ratings(path);
  EXPECT_EQ(message_of<InputError>([&] { check_magnitudes(matrix); }),
            path + ": the rating of item 3 by user 2" + kProblem);
}

}  // namespace
}  // namespace hogtie
