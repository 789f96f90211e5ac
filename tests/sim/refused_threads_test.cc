#include <gtest/gtest.h>

#include <memory>
#include <new>
#include <numeric>
#include <span>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "sim/recording/log_spool.h"
#include "sim/recording/read_ahead.h"
#include "sim/studies/common/ordered_parallel_for.h"
#include "sim/studies/common/parallel_for.h"
#include "sim/threads/team.h"
#include "tests/sim/trace_testing.h"

namespace hogtie {
namespace {

using testing::error_of;

/// Starts so many threads, and then refuses as the system does.
ThreadStarter starter_of(int count) {
  return [left = std::make_shared<int>(count)](std::function<void()> work) {
    if ((*left)-- <= 0) throw std::system_error(EAGAIN, std::generic_category());
    return start_thread(std::move(work));
  };
}

TEST(RefusedThreads, JobsAreDoneByThoseThatThereAre) {
  for (const int granted : {0, 2}) {
    std::vector<int> done(50);
    parallel_for(
        50, 8, [&](std::size_t k) { ++done[k]; }, starter_of(granted));
    EXPECT_EQ(done, std::vector<int>(50, 1));
  }
}

TEST(RefusedThreads, ResultsAreTakenInOrder) {
  for (const int granted : {0, 2}) {
    std::vector<std::uint64_t> taken;
    OrderedParallelFor<std::uint64_t>::run(
        {0, 100, 8, nullptr}, [](std::uint64_t k) { return k; },
        [&](std::uint64_t, std::uint64_t result) {
          taken.push_back(result);
          return true;
        },
        starter_of(granted));
    std::vector<std::uint64_t> expected(100);
    std::iota(expected.begin(), expected.end(), 0);
    EXPECT_EQ(taken, expected);
  }
}

// Not std::terminate: it comes to who is to say so.
TEST(RefusedThreads, MemoryThatIsOutInAThreadIsThrownHere) {
  EXPECT_THROW(parallel_for(50, 4,
                            [](std::size_t k) {
                              if (k == 7) throw std::bad_alloc();
                            }),
               std::bad_alloc);
  const auto work = [](std::uint64_t k) {
    if (k == 7) throw std::bad_alloc();
    return k;
  };
  EXPECT_THROW(OrderedParallelFor<std::uint64_t>::run(
                   {0, 50, 4, nullptr}, work, [](std::uint64_t, std::uint64_t) { return true; }),
               std::bad_alloc);
}

TEST(RefusedThreads, ATeamIsWholeOrDoesNotBegin) {
  std::atomic<int> begun{0};
  for (const int granted : {0, 3}) {
    Team team(4, starter_of(granted));
    EXPECT_EQ(error_of([&] { team.run([&](std::uint32_t) { ++begun; }, [] { return false; }); }),
              "cannot start 4 threads: Resource temporarily unavailable; set fewer workers, or "
              "raise the limits on processes and memory (ulimit -u, ulimit -v)");
  }
  EXPECT_EQ(begun, 0);
}

TEST(RefusedThreads, ASpoolHasItsWriter) {
  EXPECT_EQ(error_of([] { LogSpool("t", 0, starter_of(0)); }),
            "cannot start 1 thread: Resource temporarily unavailable; set fewer workers, or raise "
            "the limits on processes and memory (ulimit -u, ulimit -v)");
}

/// Worker 0, 1, ..., 9, one at a time, and then an error or the end.
class Counting final : public ScheduleSource {
 public:
  explicit Counting(bool fails) : fails_(fails) {}

  std::span<const std::uint32_t> next_stretch() override {
    if (next_ == 10 && fails_) throw std::bad_alloc();
    if (next_ == 10) return {};
    worker_ = next_++;
    return {&worker_, 1};
  }

 private:
  bool fails_;
  std::uint32_t next_ = 0;
  std::uint32_t worker_ = 0;
};

TEST(RefusedThreads, AScheduleIsReadWhenItIsAskedFor) {
  for (const int granted : {0, 1}) {
    ReadAhead all(std::make_unique<Counting>(false), starter_of(granted));
    for (std::uint32_t k = 0; k < 10; ++k) EXPECT_EQ(all.next_stretch().front(), k);
    EXPECT_TRUE(all.next_stretch().empty());
    ReadAhead cut(std::make_unique<Counting>(true), starter_of(granted));
    for (std::uint32_t k = 0; k < 10; ++k) EXPECT_EQ(cut.next_stretch().front(), k);
    EXPECT_THROW(cut.next_stretch(), std::bad_alloc);
  }
}

}  // namespace
}  // namespace hogtie
