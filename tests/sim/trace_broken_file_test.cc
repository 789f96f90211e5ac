#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace_reader.h"
#include "sim/trace/trace_writer.h"
#include "tests/sim/trace_testing.h"

namespace hogtie {
namespace {

using testing::checkpoint_of;
using testing::content;
using testing::error_of;
using testing::footer_of;
using testing::header_of;
using testing::shape_of;

constexpr std::uint32_t kWorkers = 5;  // 3 bits, of which 5, 6 and 7 name nobody

proto::Frame header_frame(std::uint32_t workers) {
  proto::Frame frame;
  *frame.mutable_header() = header_of(workers);
  return frame;
}

proto::Frame chunk_frame(std::uint64_t first_step, const std::vector<std::uint32_t>& schedule) {
  proto::Frame frame;
  proto::Chunk& chunk = *frame.mutable_chunk();
  chunk.set_first_step(first_step);
  chunk.set_steps(static_cast<std::uint32_t>(schedule.size()));
  pack(schedule, 3, *chunk.mutable_schedule());
  *chunk.mutable_checkpoint() = checkpoint_of(first_step);
  return frame;
}

proto::Frame footer_frame(std::uint64_t steps) {
  proto::Frame frame;
  *frame.mutable_footer() = footer_of(steps);
  return frame;
}

proto::Frame changed(proto::Frame frame, const std::function<void(proto::Chunk&)>& change) {
  change(*frame.mutable_chunk());
  return frame;
}

struct Seen {
  std::vector<std::uint32_t> schedule;
  bool cut = false;
  bool footer = false;
};

Seen read_trace(const std::string& path) {
  TraceReader reader(path);
  Seen seen;
  for (DecodedChunk chunk; reader.next_chunk(chunk);) {
    seen.schedule.insert(seen.schedule.end(), chunk.schedule.begin(), chunk.schedule.end());
  }
  seen.cut = reader.cut();
  seen.footer = reader.footer().has_value();
  return seen;
}

class BrokenTrace : public testing::InDirectory {
 protected:
  // What is wrong with the trace of these frames, and with which of them: "<number>: <what>".
  std::string error_of_frames(const std::vector<proto::Frame>& frames) {
    FrameWriter writer(path("t"));
    for (const proto::Frame& frame : frames) writer.append(frame);
    writer.commit();
    const std::string error = error_of([&] { read_trace(path("t")); });
    const std::string prefix = path("t") + ": frame ";
    const std::string suffix = "; record the trace again";
    if (!error.starts_with(prefix) || !error.ends_with(suffix)) return error;
    const std::string rest =
        error.substr(prefix.size(), error.size() - prefix.size() - suffix.size());
    return rest.substr(0, rest.find(' ')) + rest.substr(rest.find(": "));
  }
};

TEST_F(BrokenTrace, OrderOfFrames) {
  const proto::Frame header = header_frame(kWorkers);
  const proto::Frame first = chunk_frame(0, {0, 1, 2});
  const proto::Frame second = chunk_frame(3, {4, 4});
  const proto::Frame footer = footer_frame(5);
  EXPECT_EQ(error_of_frames({header, first, second, footer}), "no error");
  EXPECT_EQ(error_of_frames({header, first, second}), "no error");
  EXPECT_EQ(error_of_frames({header}), "no error");
  EXPECT_EQ(error_of_frames({}), path("t") + ": the trace ends before its header; record it again");
  EXPECT_EQ(error_of_frames({first}), "0: is not a header, which comes first");
  EXPECT_EQ(error_of_frames({footer}), "0: is not a header, which comes first");
  EXPECT_EQ(error_of_frames({header, header}), "1: a second header");
  EXPECT_EQ(error_of_frames({header, first, header, second, footer}), "2: a second header");
  EXPECT_EQ(error_of_frames({header, first, second, footer, footer}), "4: comes after the footer");
  EXPECT_EQ(error_of_frames({header, first, second, footer, first}), "4: comes after the footer");
  EXPECT_EQ(error_of_frames({header, second}),
            "1: begins at step 3, the one before ends at step 0");
  EXPECT_EQ(error_of_frames({header, first, first}),
            "2: begins at step 0, the one before ends at step 3");
  EXPECT_EQ(error_of_frames({header, first, footer}), "2: counts 5 steps, the chunks have 3");
}

TEST_F(BrokenTrace, BytesAfterTheFooter) {
  ASSERT_EQ(error_of_frames({header_frame(kWorkers), footer_frame(0)}), "no error");
  const std::string bytes = content(path("t"));
  EXPECT_EQ(error_of([&] { read_trace(put("t", bytes + "x")); }),
            path("t") + ": frame 2 at byte " + std::to_string(bytes.size()) +
                ": comes after the footer; record the trace again");
}

TEST_F(BrokenTrace, NumberOfWorkers) {
  EXPECT_EQ(error_of_frames({header_frame(0)}), "0: names 0 workers, a trace has 1 to 131072");
  EXPECT_EQ(error_of_frames({header_frame(131073)}),
            "0: names 131073 workers, a trace has 1 to 131072");
  EXPECT_EQ(error_of_frames({header_frame(131072)}), "no error");
}

TEST_F(BrokenTrace, StepsOfCrashedWorkers) {
  proto::Frame header = header_frame(kWorkers);
  proto::Adversary& adversary = *header.mutable_header()->mutable_experiment()->mutable_adversary();
  for (const std::uint64_t step : {7U, 3U}) {
    proto::Crash& crash = *adversary.add_crashes();
    crash.set_worker(2);
    crash.set_step(step);
  }
  const proto::Frame alive = chunk_frame(0, {2, 1, 2});
  EXPECT_EQ(error_of_frames({header, alive, chunk_frame(3, {1, 1})}), "no error");
  EXPECT_EQ(error_of_frames({header, alive, chunk_frame(3, {1, 2})}),
            "2: schedules worker 2 at step 4, by its settings it has crashed at step 3");
}

TEST_F(BrokenTrace, Chunks) {
  const proto::Frame good = chunk_frame(0, {0, 1, 2, 3, 4});
  const auto error = [&](const std::function<void(proto::Chunk&)>& change) {
    return error_of_frames({header_frame(kWorkers), changed(good, change)});
  };
  EXPECT_EQ(error([](proto::Chunk&) {}), "no error");
  EXPECT_EQ(error_of_frames({header_frame(kWorkers), chunk_frame(0, {4, 5, 4})}),
            "1: schedules worker 5 of 5");

  const std::string misfit = "1: its schedule does not fit its number of steps";
  EXPECT_EQ(error([](proto::Chunk& chunk) { chunk.set_steps(4); }), misfit);
  EXPECT_EQ(error([](proto::Chunk& chunk) { chunk.set_steps(6); }), misfit);
  EXPECT_EQ(error([](proto::Chunk& chunk) { chunk.set_steps(1 << 22); }), misfit);
  EXPECT_EQ(error([](proto::Chunk& chunk) { chunk.clear_schedule(); }), misfit);
  EXPECT_EQ(error([](proto::Chunk& chunk) { chunk.set_steps((1 << 22) + 1); }),
            "1: claims 4194305 steps, the limit is 4194304");
  EXPECT_EQ(error([](proto::Chunk& chunk) { chunk.set_steps(~0U); }),
            "1: claims 4294967295 steps, the limit is 4194304");

  EXPECT_EQ(error([](proto::Chunk& chunk) { chunk.clear_checkpoint(); }), "1: has no checkpoint");
  EXPECT_EQ(error([](proto::Chunk& chunk) { chunk.add_submission_gaps(1); }),
            "1: has not as many gaps as shapes of submissions");
}

TEST_F(BrokenTrace, Shapes) {
  const auto submit = [](std::uint32_t shape) {
    return [shape](proto::Chunk& chunk) {
      chunk.add_submission_gaps(0);
      chunk.add_submission_shapes(2 * shape);
    };
  };
  const proto::Frame defines = changed(chunk_frame(0, {0}), [](proto::Chunk& chunk) {
    *chunk.add_shapes() = shape_of(0);
    *chunk.add_shapes() = shape_of(1);
  });
  const proto::Frame header = header_frame(kWorkers);
  EXPECT_EQ(error_of_frames({header, changed(chunk_frame(0, {0}), submit(0))}),
            "1: submits shape 0, but 0 are defined");
  const auto both = changed(changed(defines, submit(0)), submit(1));
  EXPECT_EQ(error_of_frames({header, both}), "no error");
  EXPECT_EQ(error_of_frames({header, changed(defines, submit(2))}),
            "1: submits shape 2, but 2 are defined");
  EXPECT_EQ(error_of_frames({header, both, changed(chunk_frame(1, {0}), submit(1))}), "no error");
  EXPECT_EQ(error_of_frames({header, both, changed(chunk_frame(1, {0}), submit(~0U))}),
            "2: submits shape 2147483647, but 2 are defined");
  // The first submission of a shape defines it.
  EXPECT_EQ(error_of_frames({header, changed(defines, submit(1))}),
            "1: submits shape 1 before shape 0");
  EXPECT_EQ(error_of_frames({header, defines}), "1: defines shape 0, but does not submit it");
  EXPECT_EQ(error_of_frames({header, changed(defines, submit(0))}),
            "1: defines shape 1, but does not submit it");
}

TEST_F(BrokenTrace, ShapesThatNobodySubmits) {
  const auto error = [&](const std::function<void(proto::Shape&)>& change) {
    return error_of_frames(
        {header_frame(kWorkers), changed(chunk_frame(0, {0}), [&](proto::Chunk& chunk) {
           *chunk.add_shapes() = shape_of(0);
           change(*chunk.mutable_shapes(0));
           chunk.add_submission_gaps(0);
           chunk.add_submission_shapes(0);
         })});
  };
  const std::string none = "1: defines a shape that no worker submits";
  EXPECT_EQ(error([](proto::Shape&) {}), "no error");
  EXPECT_EQ(error([](proto::Shape& shape) { shape.clear_segments(); }), "no error");
  // Kinds are 0 to 5.
  EXPECT_EQ(error([](proto::Shape& shape) { shape.mutable_segments(0)->set_kind(5); }), "no error");
  EXPECT_EQ(error([](proto::Shape& shape) { shape.mutable_segments(0)->set_kind(6); }), none);
  EXPECT_EQ(error([](proto::Shape& shape) { shape.mutable_segments(0)->set_count(0); }), none);
  EXPECT_EQ(error([](proto::Shape& shape) { shape.mutable_segments(0)->add_list(1); }), none);
  EXPECT_EQ(error([](proto::Shape& shape) {
              shape.mutable_segments(0)->set_first(~0U);
              shape.mutable_segments(0)->set_count(2);
            }),
            none);
  const auto list = [](int entries) {
    return [entries](proto::Shape& shape) {
      proto::Segment& segment = *shape.mutable_segments(0);
      segment.clear_first();
      segment.clear_count();
      for (int k = 0; k < entries; ++k) segment.add_list(1);
    };
  };
  EXPECT_EQ(error(list(16)), "no error");
  EXPECT_EQ(error(list(17)), none);
  EXPECT_EQ(error([](proto::Shape& shape) {
              while (shape.segments_size() < 9) *shape.add_segments() = shape.segments(0);
            }),
            none);
}

// An empty shape takes two bytes in a file and more in memory; a frame of them takes a hundred.
TEST_F(BrokenTrace, MoreShapesThanThereMayBe) {
  constexpr int kInAChunk = 1 << 19;
  std::vector<proto::Frame> frames{header_frame(kWorkers)};
  for (std::uint32_t chunk = 0; chunk < 3; ++chunk) {
    frames.push_back(changed(chunk_frame(chunk, {0}), [&](proto::Chunk& to) {
      for (std::uint32_t k = 0; k < kInAChunk; ++k) {
        to.add_shapes();
        to.add_submission_gaps(0);
        to.add_submission_shapes(2 * (chunk * kInAChunk + k));
      }
    }));
  }
  EXPECT_EQ(error_of_frames(frames), "3: defines shape 1572863, the limit is 1048576 shapes");
}

TEST_F(BrokenTrace, ChunksWithoutSteps) {
  const proto::Frame header = header_frame(kWorkers);
  const proto::Frame none = chunk_frame(0, {});
  EXPECT_EQ(error_of_frames({header, none, footer_frame(0)}), "no error");
  EXPECT_EQ(error_of_frames({header, none, none, footer_frame(0)}),
            "2: comes after a chunk without steps");
  EXPECT_EQ(error_of_frames({header, none, chunk_frame(0, {1}), footer_frame(1)}),
            "2: comes after a chunk without steps");
  EXPECT_EQ(error_of_frames({header, chunk_frame(0, {1}), chunk_frame(1, {}), footer_frame(1)}),
            "no error");
}

TEST_F(BrokenTrace, AFooterWithoutAVerdict) {
  proto::Frame footer = footer_frame(0);
  footer.mutable_footer()->clear_verdict();
  EXPECT_EQ(error_of_frames({header_frame(kWorkers), footer}), "1: has no verdict");
}

// A trace of three chunks, cut and spoilt in every way.
class SpoiltTrace : public BrokenTrace {
 protected:
  SpoiltTrace() {
    TraceWriter writer(path("good"), header_of(kWorkers));
    for (std::uint64_t i = 0; i < 3; ++i) {
      writer.shape(shape_of(static_cast<std::uint32_t>(i)));
      writer.submission(0, static_cast<std::uint32_t>(i));
      writer.append(testing::uniform_schedule(50, kWorkers, i));
      writer.end_chunk(checkpoint_of(i));
    }
    writer.finish(footer_of(150));
    bytes_ = content(path("good"));
    schedule_ = read_trace(path("good")).schedule;
  }

  bool is_prefix(const std::vector<std::uint32_t>& schedule) const {
    return schedule.size() <= schedule_.size() && schedule.size() % 50 == 0 &&
           std::equal(schedule.begin(), schedule.end(), schedule_.begin());
  }

  std::string bytes_;
  std::vector<std::uint32_t> schedule_;
};

TEST_F(SpoiltTrace, CutAnywhere) {
  std::size_t whole = 0;   // sizes that end with a frame
  std::size_t errors = 0;  // sizes without a whole header
  for (std::size_t size = 0; size < bytes_.size(); ++size) {
    Seen seen;
    const std::string error =
        error_of([&] { seen = read_trace(put("t", std::string_view(bytes_).substr(0, size))); });
    if (error != "no error") {
      ++errors;
      EXPECT_EQ(errors, size + 1) << error;
      EXPECT_EQ(error.find('\n'), std::string::npos);
      continue;
    }
    EXPECT_TRUE(is_prefix(seen.schedule)) << size;
    EXPECT_FALSE(seen.footer) << size;
    whole += !seen.cut;
  }
  EXPECT_EQ(whole, 4U);  // after the header and after each chunk
}

TEST_F(SpoiltTrace, AnyByteWrong) {
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    for (const int flip : {0x01, 0x80, 0xff}) {
      std::string wrong = bytes_;
      wrong[i] = static_cast<char>(wrong[i] ^ flip);
      Seen seen;
      const std::string error = error_of([&] { seen = read_trace(put("t", wrong)); });
      EXPECT_TRUE(error != "no error" || (seen.cut && !seen.footer && is_prefix(seen.schedule)))
          << i;
    }
  }
}

TEST_F(SpoiltTrace, FramesSwappedOrLeftOut) {
  std::vector<std::size_t> begins = {15};
  while (begins.back() < bytes_.size()) {
    const auto* header = reinterpret_cast<const unsigned char*>(bytes_.data() + begins.back());
    begins.push_back(begins.back() + 16 + header[0] + std::size_t{256} * header[1]);
  }
  ASSERT_EQ(begins.size(), 6U);  // header, three chunks, footer, end
  const auto frame = [&](std::size_t i) {
    return bytes_.substr(begins[i], begins[i + 1] - begins[i]);
  };
  const auto error = [&](const std::vector<std::size_t>& order) {
    std::string bytes = bytes_.substr(0, 15);
    for (const std::size_t i : order) bytes += frame(i);
    return error_of([&] { read_trace(put("t", bytes)); });
  };
  const auto mismatch = [&](std::size_t number, std::size_t offset) {
    return path("t") + ": frame " + std::to_string(number) + " at byte " + std::to_string(offset) +
           ": checksum mismatch; the file is damaged, record the trace again";
  };
  EXPECT_EQ(error({0, 1, 2, 3, 4}), "no error");
  EXPECT_EQ(error({0, 2, 1, 3, 4}), mismatch(1, begins[1]));
  EXPECT_EQ(error({0, 1, 3, 4}), mismatch(2, begins[2]));
  EXPECT_EQ(error({0, 1, 1, 2, 3, 4}), mismatch(2, begins[2]));
}

}  // namespace
}  // namespace hogtie
