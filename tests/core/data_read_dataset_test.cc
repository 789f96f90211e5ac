#include "core/data/read_dataset.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "core/data/data_error.h"
#include "core/data/file_bytes.h"
#include "core/error.h"
#include "tests/core/testing_files.h"

namespace hogtie {
namespace {

std::string compress(const std::string& text) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string result(ZSTD_compressBound(text.size()), '\0');
  result.resize(ZSTD_compress2(context, result.data(), result.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return result;
}

std::string dataset_error(const std::string& path) {
  return message_of<InputError>([&] { read_dataset(path); });
}

TEST(ReadDataset, StoresRowsByAscendingCoordinate) {
  const Dataset data = read_dataset(write_file("+1 1:0.5 3:-2\n-1.5 2:1e-3\n"));
  EXPECT_EQ(data.rows(), 2u);
  EXPECT_EQ(data.features, 3u);
  EXPECT_EQ(data.labels, (std::vector<double>{1, -1.5}));
  EXPECT_EQ(data.row_offsets, (std::vector<std::size_t>{0, 2, 3}));
  EXPECT_EQ(data.indices, (std::vector<std::uint32_t>{0, 2, 1}));
  EXPECT_EQ(data.values, (std::vector<double>{0.5, -2, 1e-3}));
  EXPECT_EQ(data.lines, (std::vector<std::size_t>{1, 2}));
  const Row second = data.row(1);
  EXPECT_EQ(second.label, -1.5);
  ASSERT_EQ(second.indices.size(), 1u);
  EXPECT_EQ(second.indices[0], 1u);
  EXPECT_EQ(second.values[0], 1e-3);
}

TEST(ReadDataset, SkipsCommentsBlankLinesAndOddWhiteSpace) {
  const Dataset data = read_dataset(
      write_file("# head\n\n1 1:1 # first\r\n   \t\n\t 2   1:3\t2:4 \r\n#3 1:9\n4 2:5"));
  EXPECT_EQ(data.labels, (std::vector<double>{1, 2, 4}));
  EXPECT_EQ(data.values, (std::vector<double>{1, 3, 4, 5}));
  EXPECT_EQ(data.lines, (std::vector<std::size_t>{3, 5, 7}));
}

TEST(ReadDataset, StripsExplicitZerosButCountsTheirFeatures) {
  const Dataset data = read_dataset(write_file("1 1:0 2:3 4:-0.0\n1 1:0\n0\n"));
  EXPECT_EQ(data.indices, (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(data.values, (std::vector<double>{3}));
  EXPECT_EQ(data.row_offsets, (std::vector<std::size_t>{0, 1, 1, 1}));
  EXPECT_EQ(data.features, 4u);
}

TEST(ReadDataset, ValuesAreTheNearestDoubles) {
  // 0x1.999999999999ap-4 is the double nearest to a tenth; 2^53 + 1 is a tie, which goes to even;
  // 4.9406564584124654e-324 is the smallest positive double.
  const Dataset data = read_dataset(
      write_file("0.1 1:9007199254740993 2:4.9406564584124654e-324 3:1.7976931348623157e308\n"));
  EXPECT_EQ(data.labels[0], 0x1.999999999999ap-4);
  EXPECT_EQ(data.values, (std::vector<double>{0x1p53, 0x1p-1074, 0x1.fffffffffffffp1023}));
}

TEST(ReadDataset, WhatIsTooSmallForADoubleIsZero) {
  const Dataset data = read_dataset(write_file("1e-400 1:-1e-400 2:1 4:1e-99999999999\n"));
  EXPECT_EQ(data.labels, std::vector<double>{0});
  EXPECT_EQ(data.indices, std::vector<std::uint32_t>{1});
  EXPECT_EQ(data.features, 4u);
}

TEST(ReadDataset, AByteOrderMarkIsSkipped) {
  const Dataset data =
      read_dataset(write_file("\xEF\xBB\xBF"
                              "1 1:0.5\r\n-1 2:1\r\n"));
  EXPECT_EQ(data.labels, (std::vector<double>{1, -1}));
  EXPECT_EQ(data.values, (std::vector<double>{0.5, 1}));
}

TEST(ReadDataset, IndicesMayBeginAtZero) {
  const std::string path = write_file("1 0:0.5 1:1\n-1 0:-0.5 9999999:2\n");
  const Dataset data = read_dataset(DataSource{path, true});
  EXPECT_EQ(data.features, 10'000'000u);
  EXPECT_EQ(data.indices, (std::vector<std::uint32_t>{0, 1, 0, 9'999'999}));
  EXPECT_EQ(data.values, (std::vector<double>{0.5, 1, -0.5, 2}));
  const auto error = [](const std::string& text) {
    const std::string wrong = write_file(text, "wrong");
    return message_of<InputError>([&] {
             read_dataset(DataSource{wrong, true});
           })
        .substr(wrong.size());
  };
  EXPECT_EQ(error("1 10000000:1\n"),
            ":1: index '10000000' is above 9999999, the largest that is taken; renumber the "
            "features");
  EXPECT_EQ(error("1 18446744073709551615:1\n"),
            ":1: index '18446744073709551615' is above 9999999, the largest that is taken; "
            "renumber the features");
  EXPECT_EQ(error("1 0:1 0:1\n"),
            ":1: index 0 after index 0; write each index of a row once, in ascending order");
  EXPECT_EQ(error("1 0:x\n"), ":1: value 'x' of index 0 is not a number; write a decimal number");
}

TEST(ReadDataset, QueriesAreLeftOutWithANote) {
  const std::string path = write_file("1 qid:10 1:0.5 2:1\n-1 qid:10 1:-0.5\n1 2:0.4\n2 qid:7\n");
  const Dataset data = read_dataset(path);
  EXPECT_EQ(data.rows(), 4u);
  EXPECT_EQ(data.values, (std::vector<double>{0.5, 1, -0.5, 0.4}));
  EXPECT_EQ(data.notes, std::vector<std::string>{
                            path + ": 'qid:' of 3 rows is left out; rows are taken for independent "
                                   "samples"});
  EXPECT_TRUE(read_dataset(write_file("1 1:1\n")).notes.empty());
}

// 64 MB of short rows, 32 million of them with 24 bytes each, in 6 KB.
TEST(ReadDataset, FewBytesThatComeToManyRowsAreRefused) {
  const std::string path = write_file(compress(std::string(64'000'000, '1')));
  EXPECT_NE(dataset_error(path), "no error");
  std::string rows;
  for (int i = 0; i < 32'000'000; ++i) rows += "1\n";
  const std::string bomb = write_file(compress(rows), "bomb");
  EXPECT_EQ(dataset_error(bomb),
            bomb +
                ": its rows take more than 256 MiB and more than 100 times the bytes of the "
                "file; if that is right, decompress it first");
}

TEST(ReadDataset, FewBytesThatComeToMuchTextAreRefused) {
  const std::string path = write_file(compress(std::string((1 << 28) + 1, '\n')));
  EXPECT_EQ(dataset_error(path),
            path +
                ": its text takes more than 256 MiB and more than 100 times the bytes of the "
                "file; if that is right, decompress it first");
}

TEST(ReadDataset, AFileWithoutLineEndsDoesNotFillMemory) {
  EXPECT_EQ(dataset_error("/dev/zero"),
            "/dev/zero:1: no text: the line is longer than 256 MiB and has byte 0x00; give a text "
            "file");
}

// A stranger's trace may have named the file.
TEST(ReadDataset, ErrorsCanBeToldWithoutTheContent) {
  const auto without_content = [](const std::string& text) {
    const std::string path = write_file(text);
    try {
      read_dataset(path);
    } catch (const DataError& error) {
      return error.without_content().substr(path.size());
    }
    return std::string("no error");
  };
  EXPECT_EQ(without_content("root:$y$j9T:19000::\n"),
            ":1: label is not a number; write a decimal number");
  EXPECT_EQ(without_content("1 1:1\n1 secret\n"),
            ":2: is not index:value; write a whole number, a colon and a number");
  EXPECT_EQ(without_content("1 7:secret\n"), ":1: value is not a number; write a decimal number");
  EXPECT_EQ(without_content("1 7:1 3:1\n"),
            ":1: index; write each index of a row once, in ascending order");
}

TEST(ReadDataset, LargestIndexIsTaken) {
  EXPECT_EQ(read_dataset(write_file("1 10000000:1\n")).features, 10'000'000u);
}

TEST(ReadDataset, LinesMayCrossTheChunksTheFileIsReadIn) {
  // 20000 rows of three eighths: about 700 kB, more than two chunks of 256 KiB.
  std::string text;
  for (int i = 0; i < 20000; ++i) {
    text += std::to_string(i) + " 1:" + std::to_string(i % 8 + 1) +
            ".125 7:-0.5 1000:" + std::to_string(i) + ".5\n";
  }
  ASSERT_GT(text.size(), std::size_t{1} << 19);
  const std::vector<std::string> paths = {write_file(text, "plain"),
                                          write_file(compress(text), "zst")};
  for (const std::string& path : paths) {
    const Dataset data = read_dataset(path);
    ASSERT_EQ(data.rows(), 20000u) << path;
    for (std::size_t i = 0; i < data.rows(); ++i) {
      const Row row = data.row(i);
      ASSERT_EQ(row.label, static_cast<double>(i));
      ASSERT_EQ(row.indices.size(), 3u);
      ASSERT_EQ(row.indices[2], 999u);
      ASSERT_EQ(row.values[0], static_cast<double>(i % 8) + 1.125);
      ASSERT_EQ(row.values[2], static_cast<double>(i) + 0.5);
    }
  }
}

TEST(ReadDataset, RealData) {
  const Dataset cancer = read_dataset(HOGTIE_TEST_DATA "/breast-cancer.svm");
  EXPECT_EQ(cancer.rows(), 569u);
  EXPECT_EQ(cancer.features, 30u);
  EXPECT_EQ(std::ranges::count(cancer.labels, 1.0), 357);
  EXPECT_EQ(std::ranges::count(cancer.labels, -1.0), 212);
  const Dataset diabetes = read_dataset(HOGTIE_TEST_DATA "/diabetes.svm");
  EXPECT_EQ(diabetes.rows(), 442u);
  EXPECT_EQ(diabetes.features, 10u);
  EXPECT_EQ(diabetes.labels[0], 151);
}

TEST(ReadDataset, DigestIsThatOfTheFilesBytes) {
  // XXH3-128 without a seed of no bytes and of "abc", as the xxHash distribution's own tests and
  // `xxhsum -H2` give them.
  EXPECT_EQ(FileBytes(write_file("", "empty")).digest(), "99aa06d3014798d86001c324468d497f");
  FileBytes abc(write_file("abc"));
  while (!abc.next().empty()) {
  }
  EXPECT_EQ(abc.digest(), "06b05ab6733a618578af5f94892f3950");

  const std::string text = "1 1:1\n";
  const std::string digest = read_dataset(write_file(text, "plain")).digest;
  EXPECT_EQ(read_dataset(write_file(text, "copy")).digest, digest);
  EXPECT_NE(read_dataset(write_file("1 1:1 \n", "blank")).digest, digest);
  EXPECT_NE(read_dataset(write_file(compress(text), "zst")).digest, digest);
}

TEST(ReadDataset, ZstdIsToldByContentAndReadLikePlain) {
  const std::string first = "1 1:1 2:0.25\n-1 ";
  const std::string second = "3:7\n";
  // An empty skippable frame: its magic number and a length of 0, both little-endian.
  const std::string skippable("\x50\x2a\x4d\x18\0\0\0\0", 8);
  const std::vector<std::string> contents = {first + second, compress(first + second),
                                             compress(first) + compress(second),
                                             skippable + compress(first + second)};
  for (const std::string& content : contents) {
    const Dataset data = read_dataset(write_file(content));
    EXPECT_EQ(data.labels, (std::vector<double>{1, -1}));
    EXPECT_EQ(data.indices, (std::vector<std::uint32_t>{0, 1, 2}));
    EXPECT_EQ(data.values, (std::vector<double>{1, 0.25, 7}));
    EXPECT_EQ(data.row_offsets, (std::vector<std::size_t>{0, 2, 3}));
  }
}

TEST(ReadDataset, EveryTruncationOfAZstdFileIsAnError) {
  const std::string whole = compress("1 1:1 2:2 3:3\n2 1:5 2:6 3:7\n");
  for (std::size_t size = 4; size < whole.size(); ++size) {
    const std::string path = write_file(whole.substr(0, size));
    EXPECT_EQ(dataset_error(path), path +
                                       ": the zstd data end too early; the file is cut short, get "
                                       "it again")
        << size;
  }
}

TEST(ReadDataset, DamagedZstd) {
  const std::string text = "1 1:1 2:2 3:3\n2 1:5 2:6 3:7\n";
  std::string flipped = compress(text);
  flipped[flipped.size() - 1] = static_cast<char>(flipped[flipped.size() - 1] ^ 1);
  std::string path = write_file(flipped);
  EXPECT_EQ(
      dataset_error(path),
      path + ": damaged zstd data (Restored data doesn't match checksum); get the file again");

  path = write_file(compress(text) + "junk!");
  EXPECT_EQ(dataset_error(path),
            path + ": damaged zstd data (Unknown frame descriptor); get the file again");

  // A frame header (RFC 8878) that claims a content of 2^60 bytes in one segment.
  const std::string huge("\x28\xb5\x2f\xfd\xe0\0\0\0\0\0\0\0\x10\1\0\0", 16);
  path = write_file(huge);
  EXPECT_EQ(
      dataset_error(path),
      path + ": its zstd data ask for a window of more than 1 GiB; decompress the file first");
}

TEST(ReadDataset, UnreadableFile) {
  EXPECT_EQ(dataset_error("no/such/file.svm"),
            "cannot read 'no/such/file.svm': No such file or directory; give the path of a "
            "readable file");
  EXPECT_EQ(dataset_error(HOGTIE_TEST_DATA),
            "cannot read '" HOGTIE_TEST_DATA "': Is a directory; give the path of a readable file");
}

struct BrokenFile {
  std::string name;
  std::string content;
  std::string message;  // after the path
};

void PrintTo(const BrokenFile& file, std::ostream* out) {
  *out << file.name;
}

class BrokenFiles : public testing::TestWithParam<BrokenFile> {};

TEST_P(BrokenFiles, AreNamedInOneLine) {
  const std::string path = testing::TempDir() + "broken-" + GetParam().name + ".svm";
  std::ofstream(path, std::ios::binary) << GetParam().content;
  const std::string message = dataset_error(path);
  EXPECT_EQ(message, path + GetParam().message);
  EXPECT_EQ(message.find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    ReadDataset, BrokenFiles,
    testing::Values(
        BrokenFile{"Empty", "",
                   ": no rows in this file; write one a line, as 'label index:value ...'"},
        BrokenFile{"CommentsOnly", "# nothing\n\n",
                   ": no rows in this file; write one a line, as 'label index:value ...'"},
        BrokenFile{"ZerosOnly", "1 1:0\n-1\n",
                   ": all values are 0; write rows as 'label index:value ...'"},
        BrokenFile{"Index0", "1 1:1\n1 0:2\n",
                   ":2: index 0 is one of features numbered from 0; set "
                   "objective.data.zero_based=true (`hogtie train --zero-based`), or number them "
                   "from 1"},
        BrokenFile{"Descending", "# rows\n1 3:1 2:1\n",
                   ":2: index 2 after index 3; write each index of a row once, in ascending order"},
        BrokenFile{"Repeated", "1 3:0 3:1\n",
                   ":1: index 3 after index 3; write each index of a row once, in ascending order"},
        BrokenFile{"NegativeIndex", "1 -3:1\n",
                   ":1: '-3:1' is not index:value; write a whole number, a colon and a number"},
        BrokenFile{"FractionalIndex", "1 1.5:1\n",
                   ":1: '1.5:1' is not index:value; write a whole number, a colon and a number"},
        BrokenFile{"QueryBehindAValue", "1 1:1 qid:3\n",
                   ":1: 'qid:3' is not index:value; write a whole number, a colon and a number"},
        BrokenFile{"QueryWithoutANumber", "1 qid:a 1:1\n",
                   ":1: 'qid:a' is no query; write 'qid:' and a whole number, or leave it out"},
        BrokenFile{"NonBreakingSpace", "1 1:1\n1\xC2\xA0 1:0.5\n",
                   ":2: label '1\xC2\xA0' has U+00A0 (a non-breaking space); write blanks between "
                   "words"},
        BrokenFile{"ControlByte", "1 1:1\n1 1:0.5\x07 2:1\n",
                   ":2: value '0.5\\x07' has byte 0x07; write blanks between words"},
        BrokenFile{"ControlByteForABlank", "1 1:1\v2:1\n",
                   ":1: value '1\\x0b2:1' has byte 0x0b; write blanks between words"},
        BrokenFile{"AMarkInTheMiddle",
                   "1 1:1\n\xEF\xBB\xBF"
                   "1 1:1\n",
                   ":2: label '\\ufeff1' has U+FEFF; write blanks "
                   "between words"},
        BrokenFile{"NoColon", "1 2\n",
                   ":1: '2' is not index:value; write a whole number, a colon and a number"},
        BrokenFile{"JustAboveTheLargestIndex", "1 10000001:1\n",
                   ":1: index '10000001' is above 10000000, the largest that is taken; renumber "
                   "the features"},
        BrokenFile{"AbsurdIndex", "1 1000000000000:1\n",
                   ":1: index '1000000000000' is above 10000000, the largest that is taken; "
                   "renumber the features"},
        BrokenFile{"IndexBeyond64Bits", "1 100000000000000000000:1\n",
                   ":1: index '100000000000000000000' is above 10000000, the largest that is "
                   "taken; renumber the features"},
        BrokenFile{"NoValue", "1 2:\n",
                   ":1: value '' of index 2 is not a number; write a decimal number"},
        BrokenFile{"WordAsValue", "1 2:abc\n",
                   ":1: value 'abc' of index 2 is not a number; write a decimal number"},
        BrokenFile{"ValueWithATail", "1 2:1e\n",
                   ":1: value '1e' of index 2 is not a number; write a decimal number"},
        BrokenFile{"TwoSigns", "1 2:+-1\n",
                   ":1: value '+-1' of index 2 is not a number; write a decimal number"},
        BrokenFile{"NanValue", "1 1:1\n\n1 2:nan\n",
                   ":3: value 'nan' of index 2 is not finite; remove the row or replace the value"},
        BrokenFile{"InfiniteValue", "1 2:-inf\n",
                   ":1: value '-inf' of index 2 is not finite; remove the row or replace the "
                   "value"},
        BrokenFile{"HugeValue", "1 2:1e309\n",
                   ":1: value '1e309' of index 2 is outside the range of a double; rescale the "
                   "column"},
        BrokenFile{"NoLabel", "1:2 3:4\n",
                   ":1: label '1:2' is not a number; write a decimal number"},
        BrokenFile{"NanLabel", "nan 1:1\n",
                   ":1: label 'nan' is not finite; remove the row or replace the value"},
        BrokenFile{"Binary", std::string("\x01\0\x02 1:1\n", 8),
                   ":1: label '\\x01\\x00\\x02' has byte 0x01; write blanks between words"}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace hogtie
