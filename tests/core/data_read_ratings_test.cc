#include "core/data/read_ratings.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "tests/core/testing_files.h"

namespace hogtie {
namespace {

TEST(ReadRatings, UsersAreRowsAndItemsColumns) {
  const ObservedMatrix matrix = read_ratings(
      write_file("# user item rating\n3 1 4.5\n\n1\t5 -2  # last\r\n2 2 1e1", "ratings.txt"));
  EXPECT_EQ(matrix.rows, 3u);
  EXPECT_EQ(matrix.columns, 5u);
  EXPECT_EQ(matrix.row, (std::vector<std::uint32_t>{2, 0, 1}));
  EXPECT_EQ(matrix.column, (std::vector<std::uint32_t>{0, 4, 1}));
  EXPECT_EQ(matrix.value, (std::vector<double>{4.5, -2, 10}));
  EXPECT_EQ(matrix.digest.size(), 32u);
}

void expect_ratings(const std::string& content, const std::vector<std::string>& notes = {}) {
  SCOPED_TRACE(content);
  const std::string path = write_file(content, "ratings.txt");
  const ObservedMatrix matrix = read_ratings(path);
  EXPECT_EQ(matrix.row, (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(matrix.column, (std::vector<std::uint32_t>{1, 0}));
  EXPECT_EQ(matrix.value, (std::vector<double>{5, 3.5}));
  ASSERT_EQ(matrix.notes.size(), notes.size());
  for (std::size_t k = 0; k < notes.size(); ++k) EXPECT_EQ(matrix.notes[k], path + notes[k]);
}

TEST(ReadRatings, AreSeparatedAsPeopleHaveThem) {
  expect_ratings("1::2::5::978300760\n3::1::3.5::978302109\n");
  expect_ratings("1\t2\t5\t978300760\r\n3\t1\t3.5\t978302109\r\n");
  expect_ratings("1,2,5\n3, 1, 3.5\n");
  expect_ratings(
      "\xEF\xBB\xBF"
      "1 2 5 1e9\n3 1 3.5\n");
}

TEST(ReadRatings, AHeaderIsLeftOutWithANote) {
  const std::string note = ": left out, being taken for a header";
  expect_ratings("user item rating\n1 2 5\n3 1 3.5\n", {":1" + note});
  expect_ratings("# ratings\nuserId,movieId,rating,timestamp\n1,2,5,9\n3,1,3.5,9\n", {":2" + note});
}

TEST(ReadRatings, IndicesMayBeginAtZero) {
  const ObservedMatrix matrix = read_ratings(DataSource{write_file("0 1 5\n2 0 3\n"), true});
  EXPECT_EQ(matrix.rows, 3u);
  EXPECT_EQ(matrix.columns, 2u);
  EXPECT_EQ(matrix.row, (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(matrix.column, (std::vector<std::uint32_t>{1, 0}));
}

// What is said of a file with this content, without the path.
std::string ratings_error(const std::string& content) {
  const std::string path = write_file(content, "ratings.txt");
  const std::string message = message_of<InputError>([&] { read_ratings(path); });
  EXPECT_TRUE(message.starts_with(path)) << message;
  return message.substr(path.size());
}

TEST(ReadRatings, WrongLinesAreNamed) {
  EXPECT_EQ(ratings_error("1 1 5\n1 2\n"), ":2: not a rating; write 'user item rating'");
  EXPECT_EQ(ratings_error("1 1 5 881250949 x\n"), ":1: not a rating; write 'user item rating'");
  EXPECT_EQ(ratings_error("\n0 1 5\n"),
            ":2: user '0' is not a whole number from 1 to 10000000; number the users so, or set "
            "objective.data.zero_based=true");
  EXPECT_EQ(ratings_error("user item rating\nuser item rating\n1 1 5\n"),
            ":2: user 'user' is not a whole number from 1 to 10000000; number the users so");
  EXPECT_EQ(ratings_error("1,,5\n"),
            ":1: item '' is not a whole number from 1 to 10000000; number the items so");
  EXPECT_EQ(ratings_error("1\xC2\xA0"
                          "1 5\n"),
            ":1: '1\xC2\xA0"
            "1 5' has U+00A0 (a non-breaking space); write blanks between words");
  EXPECT_EQ(ratings_error("1 7a 5\n"),
            ":1: item '7a' is not a whole number from 1 to 10000000; number the items so");
  EXPECT_EQ(ratings_error("10000001 1 5\n"),
            ":1: user '10000001' is not a whole number from 1 to 10000000; number the users so");
  EXPECT_EQ(ratings_error("1 1 five\n"),
            ":1: rating 'five' is not a number; write a decimal number");
  EXPECT_EQ(ratings_error("1 1 inf\n"),
            ":1: rating 'inf' is not finite; remove the row or replace the value");
}

TEST(ReadRatings, TheFirstRatingThatRepeatsOneIsNamed) {
  EXPECT_EQ(ratings_error("2 2 1\n1 1 5\n2 1 5\n1 2 5\n1 1 4\n2 2 1\n"),
            ":5: user 1 rates item 1 as in line 2; keep one of the two");
}

TEST(ReadRatings, NoRatings) {
  EXPECT_EQ(ratings_error("# nothing\n\n"),
            ": no ratings in this file; write one a line, as 'user item rating'");
  EXPECT_EQ(message_of<InputError>([] { read_ratings("no-such-file"); }),
            "cannot read 'no-such-file': No such file or directory; give the path of a readable "
            "file");
}

}  // namespace
}  // namespace hogtie
