#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <new>
#include <string>
#include <system_error>

#include "core/error.h"
#include "core/files/temporary_directory.h"
#include "core/system/cgroup.h"
#include "core/system/processors.h"
#include "core/system/threads.h"
#include "tests/core/testing_files.h"

namespace hogtie {
namespace {

/// A file system of the test's own.
class System : public ::testing::Test {
 protected:
  const std::filesystem::path& root() const { return root_; }
  void put(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << text << '\n';
  }

 private:
  TemporaryDirectory directory_;
  std::filesystem::path root_ = directory_.path();
};

TEST_F(System, WithoutControlGroupsThereIsNoQuota) {
  EXPECT_TRUE(control_groups("cpu", root()).empty());
  EXPECT_FALSE(processor_quota(root()).has_value());
  EXPECT_GE(usable_processors(root()), 1u);
}

// The least of a group's and of those around it: 1.5 of 4 and none.
TEST_F(System, TheQuotaOfControlGroups) {
  put("proc/self/cgroup", "0::/slice/job");
  put("sys/fs/cgroup/cpu.max", "max 100000");
  put("sys/fs/cgroup/slice/cpu.max", "150000 100000");
  put("sys/fs/cgroup/slice/job/cpu.max", "400000 100000");
  EXPECT_EQ(control_groups("cpu", root()).size(), 3u);
  EXPECT_EQ(processor_quota(root()), 1.5);
  EXPECT_LE(usable_processors(root()), 2u);
  put("sys/fs/cgroup/slice/cpu.max", "25000 100000");
  EXPECT_EQ(usable_processors(root()), 1u);
}

// In a container the group's own name is that of the host, and only the root is there.
TEST_F(System, TheQuotaOfControlGroupsOfVersionOne) {
  put("proc/self/cgroup", "5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n0::/");
  put("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "75000");
  put("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
  EXPECT_EQ(processor_quota(root()), 0.75);
  EXPECT_EQ(usable_processors(root()), 1u);
  put("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1");
  EXPECT_FALSE(processor_quota(root()).has_value());
}

/// Starts so many threads, and then refuses.
template <class Error>
ThreadStarter starter_of(int count, Error error) {
  return [left = std::make_shared<int>(count), error](std::function<void()> work) {
    if ((*left)-- <= 0) throw error;
    return start_thread(std::move(work));
  };
}

TEST(WorkTogether, DoesWithTheThreadsThatThereAre) {
  for (const int granted : {0, 1, 3}) {
    std::atomic<int> calls{0};
    const auto work = [&] { ++calls; };
    work_together(4, work, starter_of(granted, std::system_error(EAGAIN, std::generic_category())));
    EXPECT_EQ(calls, granted + 1);
    work_together(4, work, starter_of(granted, std::bad_alloc()));
    EXPECT_EQ(calls, 2 * (granted + 1));
  }
}

TEST(CheckThreads, NamesTheLeastLimit) {
  EXPECT_EQ(message_of<InputError>([] {
              check_threads(100, {{120, "kernel.threads-max"}, {99, "ulimit -u"}});
            }),
            "cannot start 100 threads: the limit is 99 by ulimit -u; set fewer workers, or raise "
            "the limits on processes and memory (ulimit -u, ulimit -v)");
  check_threads(100, {{120, "kernel.threads-max"}, {100, "ulimit -u"}});
  check_threads(100, {});
  check_threads(1, thread_limits());
}

}  // namespace
}  // namespace hogtie
