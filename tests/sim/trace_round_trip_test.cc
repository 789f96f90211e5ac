#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/trace/trace_reader.h"
#include "sim/trace/trace_writer.h"
#include "tests/sim/trace_testing.h"

namespace hogtie {
namespace {

using google::protobuf::util::MessageDifferencer;
using testing::checkpoint_of;
using testing::content;
using testing::footer_of;
using testing::header_of;
using testing::shape_of;
using testing::uniform_schedule;

struct Submission {
  std::uint32_t gap;
  std::uint32_t shape;  // or digest
  bool is_long;
};

struct Recorded {
  std::vector<std::uint32_t> schedule;
  std::vector<proto::Shape> shapes;
  std::vector<Submission> submissions;
};

std::vector<Recorded> random_run(std::uint32_t workers, std::uint64_t seed) {
  std::mt19937_64 bits(seed);
  std::vector<Recorded> run(bits() % 5);
  std::uint32_t defined = 0;
  for (Recorded& chunk : run) {
    chunk.schedule = uniform_schedule(1 + bits() % 700, workers, bits());
    for (std::uint64_t i = bits() % 4; i > 0; --i) {
      chunk.shapes.push_back(shape_of(defined));
      chunk.submissions.push_back({static_cast<std::uint32_t>(bits() % 1000), defined++, false});
    }
    if (defined == 0) continue;
    for (std::uint64_t i = bits() % 30; i > 0; --i) {
      const bool is_long = bits() % 3 == 0;
      chunk.submissions.push_back({static_cast<std::uint32_t>(bits() % 1000),
                                   static_cast<std::uint32_t>(bits() % (is_long ? 8192 : defined)),
                                   is_long});
    }
  }
  return run;
}

std::uint64_t steps_of(const std::vector<Recorded>& run) {
  std::uint64_t steps = 0;
  for (const Recorded& chunk : run) steps += chunk.schedule.size();
  return steps;
}

// Everything but the footer, the schedule in blocks of random sizes.
void record(TraceWriter& writer, const std::vector<Recorded>& run, std::uint64_t seed) {
  std::mt19937_64 bits(seed);
  for (std::size_t i = 0; i < run.size(); ++i) {
    for (const proto::Shape& shape : run[i].shapes) writer.shape(shape);
    for (std::span<const std::uint32_t> rest = run[i].schedule; !rest.empty();) {
      const std::size_t size = std::min<std::size_t>(bits() % 200, rest.size());
      writer.append(rest.first(size));
      rest = rest.subspan(size);
    }
    for (const Submission& submission : run[i].submissions) {
      if (submission.is_long) {
        writer.long_submission(submission.gap, submission.shape);
      } else {
        writer.submission(submission.gap, submission.shape);
      }
    }
    writer.end_chunk(checkpoint_of(i));
  }
}

void expect_chunks(TraceReader& reader, const std::vector<Recorded>& run) {
  DecodedChunk chunk;
  std::uint64_t step = 0;
  for (std::size_t i = 0; i < run.size(); ++i) {
    ASSERT_TRUE(reader.next_chunk(chunk));
    EXPECT_FALSE(reader.footer());
    EXPECT_EQ(chunk.first_step, step);
    EXPECT_EQ(chunk.schedule, run[i].schedule);
    ASSERT_EQ(static_cast<std::size_t>(chunk.shapes.size()), run[i].shapes.size());
    for (int j = 0; j < chunk.shapes.size(); ++j) {
      EXPECT_TRUE(
          MessageDifferencer::Equals(chunk.shapes[j], run[i].shapes[static_cast<std::size_t>(j)]));
    }
    ASSERT_EQ(static_cast<std::size_t>(chunk.submission_gaps.size()), run[i].submissions.size());
    ASSERT_EQ(chunk.submission_shapes.size(), chunk.submission_gaps.size());
    for (int j = 0; j < chunk.submission_gaps.size(); ++j) {
      const Submission& expected = run[i].submissions[static_cast<std::size_t>(j)];
      EXPECT_EQ(chunk.submission_gaps[j], expected.gap);
      EXPECT_EQ(chunk.submission_shapes[j], 2 * expected.shape + (expected.is_long ? 1 : 0));
    }
    EXPECT_TRUE(MessageDifferencer::Equals(chunk.checkpoint, checkpoint_of(i)));
    step += run[i].schedule.size();
  }
  EXPECT_FALSE(reader.next_chunk(chunk));
  EXPECT_FALSE(reader.next_chunk(chunk));
}

class TraceRoundTrip : public testing::InDirectory,
                       public ::testing::WithParamInterface<std::uint32_t> {};

TEST_P(TraceRoundTrip, GivesBackWhatWasWritten) {
  const std::uint32_t workers = GetParam();
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const std::vector<Recorded> run = random_run(workers, seed);
    const proto::Footer footer = footer_of(steps_of(run));
    {
      TraceWriter writer(path("t"), header_of(workers));
      record(writer, run, seed);
      writer.finish(footer);
    }
    EXPECT_FALSE(std::filesystem::exists(path("t.partial")));

    TraceReader reader(path("t"));
    EXPECT_TRUE(MessageDifferencer::Equals(reader.header(), header_of(workers)));
    expect_chunks(reader, run);
    EXPECT_FALSE(reader.cut());
    ASSERT_TRUE(reader.footer());
    EXPECT_TRUE(MessageDifferencer::Equals(*reader.footer(), footer));
  }
}

// Every width, at both ends of it.
INSTANTIATE_TEST_SUITE_P(Workers, TraceRoundTrip,
                         ::testing::Values(1, 2, 3, 4, 5, 8, 9, 16, 17, 32, 33, 64, 65, 128, 129,
                                           256, 257, 512, 513, 1024, 1025, 2048, 2049, 4096, 4097,
                                           8192, 8193, 16384, 16385, 32768, 32769, 65536, 65537,
                                           100000));

class Trace : public testing::InDirectory {};

TEST_F(Trace, IsTheSameFileHoweverTheScheduleIsCut) {
  const std::vector<Recorded> run = random_run(6, 2);
  ASSERT_GT(steps_of(run), 500U);
  for (const std::uint64_t seed : {1U, 2U}) {
    TraceWriter writer(path("t" + std::to_string(seed)), header_of(6));
    record(writer, run, seed);
    writer.finish(footer_of(steps_of(run)));
  }
  EXPECT_EQ(content(path("t1")), content(path("t2")));
}

TEST_F(Trace, UnfinishedIsReadableUpToTheLastChunk) {
  const std::vector<Recorded> run = random_run(6, 2);
  {
    TraceWriter writer(path("t"), header_of(6));
    record(writer, run, 1);
    writer.append(uniform_schedule(100, 6, 1));  // lost, as its chunk has not ended
  }
  EXPECT_FALSE(std::filesystem::exists(path("t")));
  TraceReader reader(path("t.partial"));
  expect_chunks(reader, run);
  EXPECT_FALSE(reader.cut());
  EXPECT_FALSE(reader.footer());
}

TEST_F(Trace, IsReadableWhileItIsWritten) {
  TraceWriter writer(path("t"), header_of(6));
  const std::vector<Recorded> run = random_run(6, 2);
  record(writer, run, 1);
  TraceReader reader(path("t.partial"));
  expect_chunks(reader, run);
}

TEST_F(Trace, LargestChunk) {
  const auto schedule = uniform_schedule(kMostChunkSteps, 100000, 1);
  {
    TraceWriter writer(path("t"), header_of(100000));
    writer.append(schedule);
    EXPECT_THROW(writer.append(std::span(schedule).first(1)), std::length_error);
    writer.end_chunk(checkpoint_of(0));
    writer.finish(footer_of(kMostChunkSteps));
  }
  TraceReader reader(path("t"));
  DecodedChunk chunk;
  ASSERT_TRUE(reader.next_chunk(chunk));
  EXPECT_TRUE(chunk.schedule == schedule);
}

TEST_F(Trace, TellsWhereAChunkHasToEnd) {
  TraceWriter writer(path("t"), header_of(4));
  std::uint32_t shapes = 0;
  // Of a block of 1024 steps with two submissions each: the largest shapes there are.
  const auto block = [&] {
    writer.append(uniform_schedule(1024, 4, 1));
    for (int k = 0; k < 2048; ++k) {
      proto::Shape shape;
      while (shape.segments_size() < 8) *shape.add_segments() = shape_of(shapes).segments(0);
      writer.shape(shape);
      writer.submission(~0U, shapes++);
    }
  };
  while (!writer.is_nearly_full()) block();
  EXPECT_GT(shapes, 20'000U);
  block();  // still has room
  writer.end_chunk(checkpoint_of(0));
  EXPECT_FALSE(writer.is_nearly_full());
}

TEST_F(Trace, TellsWhereAChunkHasToEndForItsSize) {
  TraceWriter writer(path("t"), header_of(4));
  std::uint64_t submissions = 0;
  const auto block = [&] {
    writer.append(uniform_schedule(1024, 4, 1));
    for (int k = 0; k < 2048; ++k, ++submissions) writer.long_submission(~0U, 8191);
  };
  while (!writer.is_nearly_full()) block();
  EXPECT_GT(submissions, 1'000'000U);
  block();
  writer.end_chunk(checkpoint_of(0));
}

TEST_F(Trace, IsNotFinishedWrong) {
  TraceWriter writer(path("t"), header_of(4));
  writer.append(uniform_schedule(10, 4, 1));
  EXPECT_THROW(writer.finish(footer_of(10)), std::logic_error);
  writer.end_chunk(checkpoint_of(0));
  EXPECT_THROW(writer.finish(footer_of(9)), std::logic_error);
  EXPECT_THROW(TraceWriter(path("u"), header_of(0)), std::invalid_argument);
}

}  // namespace
}  // namespace hogtie
