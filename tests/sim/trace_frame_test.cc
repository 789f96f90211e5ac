#include "sim/trace/frame.h"

#include <gtest/gtest.h>
#include <xxhash.h>
#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "sim/trace/parse_budget.h"
#include "tests/sim/trace_testing.h"

namespace hogtie {
namespace {

using testing::content;
using testing::error_of;

constexpr std::string_view kLine = "hogtie trace 2\n";
constexpr std::string_view kDamaged = "; the file is damaged, record the trace again";

template <class T>
std::string little_endian(T value) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof(T); ++i) bytes += static_cast<char>(value >> 8 * i & 0xff);
  return bytes;
}

// A frame as the format is documented, with any payload and sizes.
std::string frame_of(std::uint64_t number, std::uint32_t stored, std::uint32_t raw,
                     const std::string& payload) {
  const std::string sizes = little_endian(stored) + little_endian(raw);
  const std::string hashed = little_endian(number) + sizes + payload;
  return sizes + little_endian(std::uint64_t{XXH3_64bits(hashed.data(), hashed.size())}) + payload;
}

std::string compressed(const std::string& message) {
  std::string bytes(ZSTD_compressBound(message.size()), '\0');
  bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), message.data(), message.size(), 1));
  return bytes;
}

std::string frame_of(std::uint64_t number, const std::string& message) {
  const std::string payload = compressed(message);
  return frame_of(number, static_cast<std::uint32_t>(payload.size()),
                  static_cast<std::uint32_t>(message.size()), payload);
}

proto::Frame footer_frame(const std::string& detail) {
  proto::Frame frame;
  frame.mutable_footer()->set_detail(detail);
  return frame;
}

std::string read_frames(const std::string& path) {
  return error_of([&] {
    FrameReader reader(path);
    while (reader.next()) {
    }
  });
}

class FrameFile : public testing::InDirectory {
 protected:
  // The message without "<path>: ".
  std::string error_of_content(std::string_view bytes) {
    const std::string file = put("t", bytes);
    const std::string message = read_frames(file);
    return message.starts_with(file + ": ") ? message.substr(file.size() + 2) : message;
  }
};

TEST_F(FrameFile, IsReadAsDocumented) {
  const std::string a = footer_frame("a").SerializeAsString();
  const std::string b = footer_frame("b").SerializeAsString();
  FrameReader reader(put("t", std::string(kLine) + frame_of(0, a) + frame_of(1, b)));
  std::optional<proto::Frame> frame = reader.next();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->footer().detail(), "a");
  EXPECT_EQ(reader.where(), path("t") + ": frame 0 at byte 15");
  frame = reader.next();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->footer().detail(), "b");
  EXPECT_EQ(reader.where(),
            path("t") + ": frame 1 at byte " + std::to_string(15 + frame_of(0, a).size()));
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.cut());
}

TEST_F(FrameFile, IsWrittenAsDocumented) {
  FrameWriter writer(path("t"));
  writer.append(footer_frame("a"));
  writer.append(footer_frame("b"));
  writer.commit();
  EXPECT_FALSE(std::filesystem::exists(path("t.partial")));

  const std::string bytes = content(path("t"));
  ASSERT_TRUE(bytes.starts_with(kLine));
  std::size_t offset = kLine.size();
  for (std::uint64_t number = 0; number < 2; ++number) {
    const auto stored = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[offset]));
    const std::string message = footer_frame(number ? "b" : "a").SerializeAsString();
    const std::string payload = bytes.substr(offset + 16, stored);
    EXPECT_EQ(bytes.substr(offset, 16 + stored),
              frame_of(number, stored, static_cast<std::uint32_t>(message.size()), payload));
    offset += 16 + stored;
  }
  EXPECT_EQ(offset, bytes.size());
}

TEST_F(FrameFile, WithAWrongBeginning) {
  const std::string not_a_trace = "not a trace; give the path of a trace";
  EXPECT_EQ(error_of_content(""), "the file is empty; give the path of a trace");
  EXPECT_EQ(error_of_content("\n"), not_a_trace);
  EXPECT_EQ(error_of_content("1 1:0.5 2:0.25\n-1 3:1\n"), not_a_trace);
  EXPECT_EQ(error_of_content(std::string(100000, 'x')), not_a_trace);
  EXPECT_EQ(error_of_content("hogtie trace"), not_a_trace);
  EXPECT_EQ(error_of_content("hogtie trace 2"), not_a_trace);
  EXPECT_EQ(error_of_content("hogtie trace 2 \n"), not_a_trace);
  EXPECT_EQ(error_of_content("hogtie trace \n"), not_a_trace);
  EXPECT_EQ(error_of_content("hogtie trace -1\n"), not_a_trace);
  EXPECT_EQ(error_of_content("hogtie trace 0\n"), not_a_trace);
  EXPECT_EQ(error_of_content("hogtie trace 1\nanything"),
            "a trace of format 1, older than format 2; record it again");
  EXPECT_EQ(error_of_content("hogtie trace 3\nanything"),
            "a trace of format 3, newer than format 2; read it with a newer hogtie");
  EXPECT_EQ(error_of_content("hogtie trace 99999999999\n"),
            "a trace of format 99999999999, newer than format 2; read it with a newer hogtie");
  EXPECT_EQ(error_of_content(kLine), "no error");
}

TEST_F(FrameFile, ThatIsNone) {
  EXPECT_EQ(
      read_frames(path("none")),
      "cannot read '" + path("none") + "': No such file or directory; give the path of a trace");
  EXPECT_EQ(read_frames(path("")),
            "cannot read '" + path("") + "': Is a directory; give the path of a trace");
}

TEST_F(FrameFile, WithADamagedFrame) {
  const std::string good = footer_frame("good").SerializeAsString();
  const std::string before = std::string(kLine) + frame_of(0, good);
  const std::string where = "frame 1 at byte " + std::to_string(before.size()) + ": ";
  const auto error = [&](const std::string& frame) { return error_of_content(before + frame); };
  const auto expected = [&](const std::string& what) {
    return where + what + std::string(kDamaged);
  };
  const auto size = static_cast<std::uint32_t>(good.size());
  const std::string payload = compressed(good);
  const auto stored = static_cast<std::uint32_t>(payload.size());

  EXPECT_EQ(error(frame_of(1, good)), "no error");
  EXPECT_EQ(error(frame_of(2, good)), expected("checksum mismatch"));
  EXPECT_EQ(error(frame_of(1, ~0U, size, payload)),
            expected("claims 4294967295 bytes, the limit is 16842752"));
  EXPECT_EQ(error(frame_of(1, stored, ~0U, payload)),
            expected("claims 4294967295 bytes, the limit is 16777216"));
  EXPECT_EQ(error(frame_of(1, stored, (1U << 24) + 1, payload)),
            expected("claims 16777217 bytes, the limit is 16777216"));

  const std::string no_zstd = expected("does not decompress");
  EXPECT_EQ(error(frame_of(1, 0, 0, "")), no_zstd);
  EXPECT_EQ(error(frame_of(1, 7, 7, "garbage")), no_zstd);
  EXPECT_EQ(error(frame_of(1, stored, size + 1, payload)), no_zstd);
  EXPECT_EQ(error(frame_of(1, stored, size - 1, payload)), no_zstd);
  EXPECT_EQ(error(frame_of(1, stored - 1, size, payload.substr(0, stored - 1))), no_zstd);
  EXPECT_EQ(error(frame_of(1, 2 * stored, size, payload + payload)), no_zstd);

  const std::string invalid = expected("is not a valid frame");
  EXPECT_EQ(error(frame_of(1, "")), invalid);
  EXPECT_EQ(error(frame_of(1, "\x0a\x7f")), invalid);                 // a header cut short
  EXPECT_EQ(error(frame_of(1, "\x50\x01")), invalid);                 // an unknown field alone
  EXPECT_EQ(error(frame_of(1, std::string(4096, '\x0b'))), invalid);  // groups in groups
}

TEST_F(FrameFile, ThatClaimsATerabyte) {
  // Of the message, in the header of the zstd frame: magic number, 8 bytes of content size.
  const std::string zstd = std::string("\x28\xb5\x2f\xfd\xe0", 5) +
                           little_endian(std::uint64_t{1} << 40) + std::string("\x01\x00\x00", 3);
  EXPECT_EQ(error_of_content(std::string(kLine) +
                             frame_of(0, static_cast<std::uint32_t>(zstd.size()), 1 << 24, zstd)),
            "frame 0 at byte 15: does not decompress" + std::string(kDamaged));

  // A window of it, without a content size.
  const std::string window("\x28\xb5\x2f\xfd\x00\xf0\x01\x00\x00", 9);
  EXPECT_EQ(
      error_of_content(std::string(kLine) +
                       frame_of(0, static_cast<std::uint32_t>(window.size()), 1 << 24, window)),
      "frame 0 at byte 15: does not decompress" + std::string(kDamaged));
}

TEST_F(FrameFile, ThatDecompressesToMoreThanItClaims) {
  const std::string bomb = compressed(std::string(std::size_t{1} << 28, '\0'));
  ASSERT_LT(bomb.size(), 100000U);
  const auto stored = static_cast<std::uint32_t>(bomb.size());
  EXPECT_EQ(error_of_content(std::string(kLine) + frame_of(0, stored, 1 << 24, bomb)),
            "frame 0 at byte 15: does not decompress" + std::string(kDamaged));
  EXPECT_EQ(
      error_of_content(std::string(kLine) + frame_of(0, stored, 1U << 28, bomb)),
      "frame 0 at byte 15: claims 268435456 bytes, the limit is 16777216" + std::string(kDamaged));
}

// Two bytes each, which become objects of a hundred.
TEST_F(FrameFile, ThatParsesToMoreThanItHolds) {
  std::string shapes;
  for (std::uint32_t i = 0; i < (1U << 23) - 8; ++i) shapes += std::string("\x22\x00", 2);
  const auto size = static_cast<std::uint32_t>(shapes.size());
  std::string chunk = "\x12";
  for (std::uint32_t rest = size; rest; rest >>= 7) {
    chunk += static_cast<char>((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  }
  EXPECT_EQ(error_of_content(std::string(kLine) + frame_of(0, chunk + shapes)),
            "frame 0 at byte 15: is not a valid frame" + std::string(kDamaged));
}

TEST_F(FrameFile, CutAnywhereGivesTheWholeFramesBefore) {
  const std::string first = frame_of(0, footer_frame("first").SerializeAsString());
  const std::string second = frame_of(1, footer_frame("second").SerializeAsString());
  const std::string bytes = std::string(kLine) + first + second;
  const std::size_t one = kLine.size() + first.size();
  for (std::size_t size = kLine.size(); size <= bytes.size(); ++size) {
    FrameReader reader(put("t", std::string_view(bytes).substr(0, size)));
    std::size_t frames = 0;
    while (reader.next()) ++frames;
    EXPECT_EQ(frames, size < one ? 0U : size < bytes.size() ? 1U : 2U) << size;
    EXPECT_EQ(reader.cut(), size != kLine.size() && size != one && size != bytes.size()) << size;
  }
}

TEST_F(FrameFile, WithAnyBitWrongIsNoticed) {
  const std::string bytes = std::string(kLine) +
                            frame_of(0, footer_frame("first").SerializeAsString()) +
                            frame_of(1, footer_frame("second").SerializeAsString());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string wrong = bytes;
      wrong[i] = static_cast<char>(wrong[i] ^ 1 << bit);
      put("t", wrong);
      bool cut = false;
      const std::string error = error_of([&] {
        FrameReader reader(path("t"));
        while (reader.next()) {
        }
        cut = reader.cut();
      });
      EXPECT_TRUE(cut || error != "no error") << "byte " << i << " bit " << bit;
    }
  }
}

TEST_F(FrameFile, ReadableBeforeItIsCommitted) {
  {
    FrameWriter writer(path("t"));
    writer.append(footer_frame("a"));
    FrameReader reader(path("t.partial"));
    EXPECT_TRUE(reader.next());
    EXPECT_FALSE(reader.next());
    EXPECT_FALSE(reader.cut());
  }
  EXPECT_FALSE(std::filesystem::exists(path("t")));
  EXPECT_EQ(read_frames(path("t.partial")), "no error");
}

TEST_F(FrameFile, ReplacesOnlyWhenCommitted) {
  put("t", "old");
  FrameWriter writer(path("t"));
  writer.append(footer_frame("new"));
  EXPECT_EQ(content(path("t")), "old");
  writer.commit();
  EXPECT_EQ(read_frames(path("t")), "no error");
}

TEST_F(FrameFile, ThatCannotBeWritten) {
  const auto error = [](const std::string& path) {
    return error_of([&] { FrameWriter writer(path); });
  };
  EXPECT_EQ(error(path("none/t")), "cannot write '" + path("none/t") +
                                       "': No such file or directory; create its "
                                       "directory or give another path");
  put("file", "");
  EXPECT_EQ(error(path("file/t")), "cannot write '" + path("file/t") +
                                       "': Not a directory; create its directory or give "
                                       "another path");
  std::filesystem::create_directory(path("directory"));
  EXPECT_EQ(error(path("directory")),
            "cannot write '" + path("directory") + "': Is a directory; give the path of a file");
  EXPECT_EQ(error(""),
            "cannot write '': No such file or directory; create its directory or give "
            "another path");
}

TEST_F(FrameFile, WithoutRoomOnTheDevice) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  EXPECT_EQ(error_of([&] { FrameWriter writer("/dev/full"); }),
            "cannot write '/dev/full': No space left on device; make room there or give another "
            "path");
}

TEST_F(FrameFile, ADeviceIsWrittenTo) {
  FrameWriter writer("/dev/null");
  writer.append(footer_frame("first"));
  writer.commit();
  EXPECT_FALSE(std::filesystem::exists("/dev/null.partial"));
}

// A file of that name which is no trace is not one that a run has left.
TEST_F(FrameFile, ReplacesNothingButTraces) {
  put("t.partial", "notes of mine\n");
  EXPECT_EQ(error_of([&] { FrameWriter writer(path("t")); }),
            "cannot write '" + path("t.partial") +
                "': it is no file that an earlier run has left; move it or give another path");
  EXPECT_EQ(testing::content(path("t.partial")), "notes of mine\n");
}

TEST_F(FrameFile, HasOneWriterAtATime) {
  {
    FrameWriter writer(path("t"));
    writer.append(footer_frame("first"));
    EXPECT_EQ(error_of([&] { FrameWriter second(path("t")); }),
              "cannot write '" + path("t.partial") +
                  "': another run is recorded to it; wait for it or give another path");
    writer.append(footer_frame("second"));
    writer.commit();
  }
  EXPECT_EQ(read_frames(path("t")), "no error");
  // One that died does not stand in the way of the next, nor does what it left.
  { FrameWriter writer(path("t")); }
  FrameWriter writer(path("t"));
  writer.commit();
  EXPECT_EQ(std::filesystem::file_size(path("t")), kLine.size());
}

TEST_F(FrameFile, ThatLosesItsNameIsNotCommitted) {
  FrameWriter writer(path("t"));
  std::filesystem::remove(path("t.partial"));
  EXPECT_EQ(error_of([&] { writer.commit(); }), "cannot write '" + path("t") + "': its file " +
                                                    path("t.partial") +
                                                    " was moved or replaced; record it again");
}

TEST_F(FrameFile, TakesNoFrameThatItWouldNotRead) {
  FrameWriter writer(path("t"));
  EXPECT_EQ(error_of([&] { writer.append(footer_frame(std::string(1 << 24, 'x'))); }),
            "cannot write '" + path("t.partial") +
                "': frame 0 has 16777226 bytes, the limit is 16777216; run this experiment without "
                "a trace");
  proto::Frame frame;
  for (int i = 0; i < kMostFrameObjects; ++i) frame.mutable_chunk()->add_shapes();
  EXPECT_EQ(error_of([&] { writer.append(frame); }),
            "cannot write '" + path("t.partial") +
                "': frame 0 has more than 1048576 parts, or more than 64 within one another; run "
                "this experiment without a trace");
  writer.append(footer_frame(std::string((1 << 24) - 20, 'x')));
  writer.commit();
  FrameReader reader(path("t"));
  EXPECT_TRUE(reader.next());
}

TEST(ParsesWithin, CountsMessagesAndSingleFields) {
  proto::Frame frame;
  for (std::uint32_t i = 0; i < 5; ++i) *frame.mutable_chunk()->add_shapes() = testing::shape_of(i);
  const std::string bytes = frame.SerializeAsString();
  const int objects = 1 + 5 * (1 + 1 + 3);  // the chunk, its shapes with a segment and its fields
  EXPECT_TRUE(parses_within(bytes, *proto::Frame::descriptor(), objects));
  EXPECT_FALSE(parses_within(bytes, *proto::Frame::descriptor(), objects - 1));
}

TEST(ParsesWithin, DoesNotCountRepeatedNumbers) {
  proto::Frame frame;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    frame.mutable_header()->mutable_experiment()->mutable_objective()->add_curvature(i);
  }
  EXPECT_TRUE(parses_within(frame.SerializeAsString(), *proto::Frame::descriptor(), 3));
}

bool parses(const std::string& bytes) {
  return parses_within(bytes, *proto::Frame::descriptor(), kMostFrameObjects);
}

TEST(ParsesWithin, RefusesWhatTheMessageDoesNotKnow) {
  EXPECT_TRUE(parses(std::string("\x1a\x02\x08\x07", 4)));   // a footer with the verdict 7
  EXPECT_FALSE(parses(std::string("\x1a\x02\x08\x7f", 4)));  // with the verdict 127
  EXPECT_FALSE(parses(std::string("\x1a\x02\x50\x01", 4)));  // with a field 10
  // With the verdict as a string.
  EXPECT_FALSE(parses(std::string("\x1a\x03\x0a\x01\x07", 5)));
}

/// A frame of a header whose adversary has a member that has a member and so on.
proto::Frame nested_frame(int messages) {
  proto::Frame frame;
  // The header, the experiment and the adversary are three.
  proto::Adversary* at = frame.mutable_header()->mutable_experiment()->mutable_adversary();
  for (int k = 3; k < messages; ++k) at = at->add_members();
  return frame;
}

TEST(ParsesWithin, RefusesDeepNesting) {
  const auto& type = *proto::Frame::descriptor();
  EXPECT_TRUE(parses(nested_frame(kDeepestMessage).SerializeAsString()));
  EXPECT_FALSE(parses(nested_frame(kDeepestMessage + 1).SerializeAsString()));
  EXPECT_TRUE(parses_within(nested_frame(5).SerializeAsString(), type, 100, 5));
  EXPECT_FALSE(parses_within(nested_frame(6).SerializeAsString(), type, 100, 5));
}

TEST_F(FrameFile, WithDeepNesting) {
  // A hundred thousand members within one another, from the inside out: each is its length, and
  // what lies within it.
  std::string nested;
  const auto wrap = [&nested](char tag) {
    std::string length;
    for (std::size_t rest = nested.size();; rest >>= 7) {
      length += static_cast<char>((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
      if (rest <= 0x7f) break;
    }
    // In reverse, since all is turned round at the end.
    nested.append(length.rbegin(), length.rend()).push_back(tag);
  };
  for (int k = 0; k < 100'000; ++k) wrap('\x72');
  for (const char tag : {'\x22', '\x0a', '\x0a'}) wrap(tag);
  std::reverse(nested.begin(), nested.end());
  EXPECT_EQ(error_of_content(std::string(kLine) + frame_of(0, nested)),
            "frame 0 at byte 15: is not a valid frame" + std::string(kDamaged));
}

TEST_F(FrameFile, TakesAsDeepNestingAsItReads) {
  FrameWriter writer(path("t"));
  writer.append(nested_frame(kDeepestMessage));
  EXPECT_TRUE(error_of([&] {
                writer.append(nested_frame(kDeepestMessage + 1));
              }).ends_with("within one another; run this experiment without a trace"));
  writer.commit();
  FrameReader reader(path("t"));
  EXPECT_TRUE(reader.next());
}

TEST_F(FrameFile, NestsDeeplyInItsHeaderAlone) {
  // Later frames are read on the stacks of simulated workers.
  const std::string header = nested_frame(10).SerializeAsString();
  EXPECT_EQ(error_of_content(std::string(kLine) + frame_of(0, header)), "no error");
  const std::string error =
      error_of_content(std::string(kLine) + frame_of(0, header) + frame_of(1, header));
  EXPECT_TRUE(error.ends_with("is not a valid frame" + std::string(kDamaged))) << error;
}

}  // namespace
}  // namespace hogtie
