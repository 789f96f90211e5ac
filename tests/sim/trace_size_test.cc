#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/trace/trace_writer.h"
#include "tests/sim/trace_testing.h"

namespace hogtie {
namespace {

using testing::checkpoint_of;
using testing::footer_of;
using testing::header_of;
using testing::uniform_schedule;

constexpr std::size_t kSteps = 1 << 20;
constexpr std::size_t kChunk = 1 << 17;

class TraceSize : public testing::InDirectory {
 protected:
  double bits_per_step(std::span<const std::uint32_t> schedule) {
    TraceWriter writer(path("t"), header_of(8));
    for (std::size_t i = 0; i < schedule.size(); i += kChunk) {
      writer.append(schedule.subspan(i, kChunk));
      writer.end_chunk(checkpoint_of(i * 0x9e3779b97f4a7c15));
    }
    writer.finish(footer_of(schedule.size()));
    return 8.0 * static_cast<double>(std::filesystem::file_size(path("t"))) /
           static_cast<double>(schedule.size());
  }
};

TEST_F(TraceSize, OfAUniformScheduleIsItsEntropy) {
  const double bits = bits_per_step(uniform_schedule(kSteps, 8, 1));
  EXPECT_LE(bits, 3.1);
  EXPECT_GE(bits, 3.0);
}

TEST_F(TraceSize, OfARoundRobinIsNearlyNothing) {
  std::vector<std::uint32_t> schedule(kSteps);
  for (std::size_t i = 0; i < kSteps; ++i) schedule[i] = static_cast<std::uint32_t>(i % 8);
  EXPECT_LT(bits_per_step(schedule), 0.01);
}

}  // namespace
}  // namespace hogtie
