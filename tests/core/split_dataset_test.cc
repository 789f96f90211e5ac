#include "core/data/split_dataset.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/data/read_dataset.h"
#include "tests/core/testing_files.h"

namespace hogtie {
namespace {

Dataset breast_cancer() {
  return read_dataset(HOGTIE_TEST_DATA "/breast-cancer.svm");
}

TEST(SplitDataset, IsAPartition) {
  const Dataset whole = breast_cancer();
  const DatasetSplit split = split_dataset(whole, 0.2, 1);
  std::size_t training = 0;
  std::size_t test = 0;
  for (std::size_t i = 0; i < whole.rows(); ++i) {
    const bool in_test = test < split.test.rows() && split.test.lines[test] == whole.lines[i];
    const Row row = in_test ? split.test.row(test++) : split.training.row(training++);
    const Row expected = whole.row(i);
    ASSERT_TRUE(std::ranges::equal(row.indices, expected.indices)) << i;
    ASSERT_TRUE(std::ranges::equal(row.values, expected.values)) << i;
    ASSERT_EQ(row.label, expected.label) << i;
  }
  EXPECT_EQ(training, split.training.rows());
  EXPECT_EQ(test, split.test.rows());
  // Binomial with 569 trials of 0.2: 113.8 with a standard deviation of 9.5; four of them.
  EXPECT_NEAR(static_cast<double>(test), 113.8, 38);
  for (const Dataset* part : {&split.training, &split.test}) {
    EXPECT_EQ(part->features, whole.features);
    EXPECT_EQ(part->path, whole.path);
    EXPECT_EQ(part->digest, whole.digest);
  }
}

TEST(SplitDataset, DependsOnTheSeedAndTheRowsNumberAlone) {
  const std::string rows = "1 1:1\n-1 1:2\n1 1:3\n-1 2:4\n1 1:5\n-1 1:6\n1 1:7\n-1 1:8\n";
  const Dataset few = read_dataset(write_file(rows, "few.svm"));
  const Dataset more = read_dataset(write_file(rows + "1 3:1\n1 3:1\n", "more.svm"));
  std::vector<std::vector<std::size_t>> tests;
  for (const std::uint64_t seed : {1u, 2u, 3u, 4u}) {
    const auto lines = split_dataset(few, 0.5, seed).test.lines;
    EXPECT_EQ(split_dataset(few, 0.5, seed).test.lines, lines);
    std::vector<std::size_t> of_more = split_dataset(more, 0.5, seed).test.lines;
    std::erase_if(of_more, [](std::size_t line) { return line > 8; });
    EXPECT_EQ(of_more, lines);
    tests.push_back(lines);
  }
  // Four seeds give the same part with a chance of 2^-24.
  EXPECT_FALSE(tests[0] == tests[1] && tests[1] == tests[2] && tests[2] == tests[3]);
}

TEST(SplitDataset, PutsARowThatIsInTheTestPartThereForALargerFraction) {
  const Dataset whole = breast_cancer();
  std::vector<std::size_t> smaller;
  for (const double fraction : {0.0, 0.1, 0.5, 0.9, 1.0}) {
    const std::vector<std::size_t> lines = split_dataset(whole, fraction, 7).test.lines;
    EXPECT_TRUE(std::ranges::includes(lines, smaller)) << fraction;
    smaller = lines;
  }
  EXPECT_EQ(smaller.size(), whole.rows());
}

TEST(WithFeatures, LeavesOutValuesOfOthers) {
  const Dataset data = read_dataset(write_file("1 1:1 3:3 5:5\n-1 4:4\n1 2:2\n"));
  const Dataset fewer = with_features(data, 3);
  EXPECT_EQ(fewer.features, 3u);
  EXPECT_EQ(fewer.row_offsets, (std::vector<std::size_t>{0, 2, 2, 3}));
  EXPECT_EQ(fewer.indices, (std::vector<std::uint32_t>{0, 2, 1}));
  EXPECT_EQ(fewer.values, (std::vector<double>{1, 3, 2}));
  EXPECT_EQ(fewer.labels, data.labels);
  EXPECT_EQ(fewer.lines, data.lines);
  const Dataset more = with_features(data, 9);
  EXPECT_EQ(more.features, 9u);
  EXPECT_EQ(more.indices, data.indices);
}

}  // namespace
}  // namespace hogtie
