#include "core/data/file_bytes.h"

#include <bzlib.h>
#include <gtest/gtest.h>
#include <lzma.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "tests/core/testing_files.h"

namespace hogtie {
namespace {

std::string with_zstd(const std::string& text) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string result(ZSTD_compressBound(text.size()), '\0');
  result.resize(ZSTD_compress2(context, result.data(), result.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return result;
}

std::string with_gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string result(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return result;
}

std::string with_bzip2(const std::string& text) {
  std::string source = text;  // which the library does not change
  auto size = static_cast<unsigned>(text.size() + text.size() / 100 + 600);
  std::string result(size, '\0');
  EXPECT_EQ(BZ2_bzBuffToBuffCompress(result.data(), &size, source.data(),
                                     static_cast<unsigned>(source.size()), 9, 0, 0),
            BZ_OK);
  result.resize(size);
  return result;
}

std::string with_xz(const std::string& text) {
  std::string result(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  EXPECT_EQ(lzma_easy_buffer_encode(
                6, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()),
                text.size(), reinterpret_cast<std::uint8_t*>(result.data()), &size, result.size()),
            LZMA_OK);
  result.resize(size);
  return result;
}

struct Format {
  std::string name;
  std::string (*compress)(const std::string& text);
};

void PrintTo(const Format& format, std::ostream* out) {
  *out << format.name;
}

std::string read_all(FileBytes& file) {
  std::string content;
  for (auto bytes = file.next(); !bytes.empty(); bytes = file.next()) content += bytes;
  return content;
}
std::string content_of(const std::string& path) {
  FileBytes file(path);
  return read_all(file);
}
std::string error_of(const std::string& path) {
  return message_of<InputError>([&] { content_of(path); });
}

class Compressed : public testing::TestWithParam<Format> {
 protected:
  static std::string compress(const std::string& text) { return GetParam().compress(text); }
};

// Well above the chunks that files are read and decoded in, which are of 256 KiB.
std::string long_text() {
  std::string text;
  std::uint64_t word = 1;
  while (text.size() < 1'000'000) {
    word = word * 6364136223846793005U + 1442695040888963407U;
    text += std::to_string(word >> 40) + (word >> 63 != 0 ? "\n" : " ");
  }
  return text;
}

TEST_P(Compressed, IsToldByItsFirstBytesAndReadLikePlain) {
  for (const std::string& text : {std::string("1 1:1\n"), long_text()}) {
    EXPECT_EQ(content_of(write_file(compress(text))), text);
  }
  EXPECT_EQ(content_of(write_file(compress(""))), "");
}

TEST_P(Compressed, SeveralInAFileFollowEachOther) {
  EXPECT_EQ(content_of(write_file(compress("1 1:1\n2 ") + compress("") + compress("1:2\n"))),
            "1 1:1\n2 1:2\n");
}

TEST_P(Compressed, EveryTruncationIsAnError) {
  const std::string whole = compress("1 1:1 2:2 3:3\n2 1:5 2:6 3:7\n");
  // Of fewer bytes no format is told.
  for (std::size_t size = 6; size < whole.size(); ++size) {
    const std::string path = write_file(whole.substr(0, size));
    EXPECT_EQ(error_of(path), path + ": the " + GetParam().name +
                                  " data end too early; the file is cut short, get it again")
        << size;
  }
}

// Formats have a few bits that say nothing, such as a time or padding: then the content is right.
TEST_P(Compressed, DamageIsNoticed) {
  const std::string text = "1 1:1 2:2 3:3\n2 1:5 2:6 3:7\n";
  const std::string whole = compress(text);
  std::size_t noticed = 0;
  for (std::size_t i = 6; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 4);
    const std::string path = write_file(damaged);
    const std::string error = error_of(path);
    if (error == "no error") {
      EXPECT_EQ(content_of(path), text) << i;
    } else {
      EXPECT_EQ(error.find('\n'), std::string::npos) << i;
      ++noticed;
    }
  }
  EXPECT_GT(noticed, whole.size() / 2);
}

TEST_P(Compressed, JunkBehindItIsAnError) {
  const std::string path = write_file(compress("1 1:1\n") + "junk and more");
  const std::string error = error_of(path);
  EXPECT_TRUE(error.starts_with(path + ": damaged " + GetParam().name + " data (")) << error;
  EXPECT_TRUE(error.ends_with("); get the file again")) << error;
}

INSTANTIATE_TEST_SUITE_P(FileBytes, Compressed,
                         testing::Values(Format{"zstd", with_zstd}, Format{"gzip", with_gzip},
                                         Format{"bzip2", with_bzip2}, Format{"xz", with_xz}),
                         [](const auto& instance) { return instance.param.name; });

// As `zstd --long=30` writes them: a frame (RFC 8878) without a content size whose window is 2^30
// bytes (exponent 20, to which 10 is added), with one raw block, the last.
TEST(FileBytes, ZstdMayHaveALongWindow) {
  const std::string content = "1 1:1\n";
  const std::string header("\x28\xb5\x2f\xfd\x00\xa0", 6);
  const auto block_size = static_cast<char>(content.size() << 3 | 1);
  const std::string block_header{block_size, '\0', '\0'};
  EXPECT_EQ(content_of(write_file(header + block_header + content)), content);
}

TEST(FileBytes, TheSizeIsThatOfTheFile) {
  const std::string compressed = with_gzip(long_text());
  FileBytes file(write_file(compressed));
  read_all(file);
  EXPECT_EQ(file.size(), compressed.size());
  EXPECT_TRUE(file.regular());
}

RecordedData recorded(const std::string& path) {
  return FileBytes::figures(path);
}

TEST(FileBytes, ARecordedFileIsReadWhereItIsThatOne) {
  const std::string text = long_text();
  const std::string path = write_file(text);
  FileBytes plain(path);
  read_all(plain);
  EXPECT_EQ(recorded(path).digest, plain.digest());
  EXPECT_EQ(recorded(path).size, text.size());

  FileBytes file(path, recorded(path));
  EXPECT_EQ(read_all(file), text);
  EXPECT_EQ(file.digest(), plain.digest());
  EXPECT_EQ(file.size(), text.size());
  FileBytes older(path, RecordedData{plain.digest(), std::nullopt});
  EXPECT_EQ(read_all(older), text);
}

TEST(FileBytes, AnotherThanTheRecordedFileIsNotRead) {
  const std::string path = write_file("1 1:1\n");
  const RecordedData figures = recorded(path);
  write_file("1 1:1\n\n");
  EXPECT_EQ(message_of<InputError>([&] { FileBytes(path, figures); }),
            path + ": it has 7 bytes, but the settings record 6; use the file they were made with");
  write_file("1 1:2\n");
  EXPECT_EQ(message_of<InputError>([&] { FileBytes(path, figures); }),
            path + ": its digest is " + recorded(path).digest + ", but the settings record '" +
                figures.digest + "'; use the file they were made with");
}

// To open the pipe would wait for somebody who writes to it.
TEST(FileBytes, ARecordedFileMustBeRegular) {
  const std::string pipe = testing::TempDir() + "pipe-" + std::to_string(getpid());
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  for (const std::string& path : {pipe, std::string("/dev/zero"), std::string("-")}) {
    const std::string message =
        path +
        ": not a regular file, and the data of a recorded run are read from no other; give a copy "
        "of them";
    EXPECT_EQ(message_of<InputError>([&] { FileBytes(path, RecordedData{"", 0}); }), message);
    EXPECT_EQ(message_of<InputError>([&] { FileBytes::figures(path); }), message);
  }
  unlink(pipe.c_str());
}

}  // namespace
}  // namespace hogtie
