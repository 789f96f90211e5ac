/// Every allocation of some operations fails once: nothing is lost, half-written or crashed.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <new>
#include <string>
#include <vector>

#include "sim/studies/certify/certify_trace.h"
#include "sim/studies/common/curve_times.h"
#include "sim/studies/trials/run_trials.h"
#include "tests/sim/replay_testing.h"

namespace {

bool counts = false;                 // since the test says so
std::uint64_t allocations = 0;       // counted
std::uint64_t failing = UINT64_MAX;  // the number of the one that fails

void* allocate(std::size_t size, std::size_t alignment) {
  if (counts && allocations++ == failing) throw std::bad_alloc();
  // A size is a multiple of its alignment here.
  const std::size_t whole = (size + alignment - 1) / alignment * alignment;
  void* const memory = std::aligned_alloc(alignment, whole == 0 ? alignment : whole);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

// Not inline, lest the compiler takes a delete for a mistaken free.
[[gnu::noinline]] void release(void* memory) {
  std::free(memory);  // NOLINT(*-no-malloc)
}

constexpr std::size_t kUsual = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size, kUsual);
}
void* operator new[](std::size_t size) {
  return allocate(size, kUsual);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept {
  release(memory);
}
void operator delete[](void* memory) noexcept {
  release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  release(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  release(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  release(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
  release(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  release(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  release(memory);
}

// Messages of protobuf do not free their parts if an allocation fails while they are copied.
extern "C" const char* __lsan_default_suppressions();   // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:google::protobuf\nleak:hogtie::proto::\n";
}

namespace hogtie {
namespace {

namespace fs = std::filesystem;

class FailedAllocation : public testing::InDirectory {
 protected:
  const proto::Experiment experiment_ = testing::experiment_of(
      {"workers=2", "objective.dimension=2", "objective.noise=0.1", "algorithm.iterations=20",
       "adversary=stale_gradient", "adversary.tau=2", "seed=7"});

  /// Runs it again and again; in run k the allocation k fails, until there is none of that number.
  /// `operation` returns its result, equal bytes for equal results. It throws std::bad_alloc if it
  /// has no result. `after_failure` looks at the files after such a run.
  void check(
      const std::function<std::string()>& operation,
      const std::function<void()>& after_failure = [] {}) {
    const std::string expected = operation();
    std::uint64_t failures = 0;
    for (failing = 0;; ++failing) {
      SCOPED_TRACE("allocation " + std::to_string(failing));
      std::string result;
      std::exception_ptr other;
      bool failed = false;
      allocations = 0;
      counts = true;
      try {
        result = operation();
      } catch (const std::bad_alloc&) {
        failed = true;
      } catch (...) {
        other = std::current_exception();
      }
      counts = false;
      if (other) std::rethrow_exception(other);
      const bool came = allocations > failing;
      if (failed) {
        ++failures;
        after_failure();
      }
      ASSERT_TRUE(failed || result == expected) << result;
      if (!came) break;
    }
    failing = UINT64_MAX;
    EXPECT_GT(failures, 20u);
    EXPECT_EQ(operation(), expected);
  }
};

/// The result of a run; one that lacked memory has none.
std::string result_of(const RunReport& run) {
  if (run.ending.verdict == proto::WORKER_ERROR || run.ending.verdict == proto::ADVERSARY_ERROR) {
    EXPECT_NE(run.ending.detail.find("bad_alloc"), std::string::npos) << run.ending.detail;
    throw std::bad_alloc();
  }
  return proto::Verdict_Name(run.ending.verdict) + run.ending.detail +
         run.metrics.SerializeAsString();
}

TEST_F(FailedAllocation, OfARecordedRun) {
  check([&] { return result_of(testing::record(experiment_, path("t"))); },
        [&] {
          // The trace that remains is whole or a prefix.
          for (const char* const name : {"t", "t.partial"}) {
            if (!fs::exists(path(name)) || fs::file_size(path(name)) == 0) continue;
            try {
              EXPECT_FALSE(testing::replay(path(name)).diverged) << name;
            } catch (const InputError& error) {
              EXPECT_NE(std::string(error.what()).find("header"), std::string::npos)
                  << error.what();
            }
          }
          fs::remove(path("t"));
        });
}

TEST_F(FailedAllocation, OfAReplay) {
  testing::record(experiment_, path("t"));
  check([&] {
    const ReplayReport replayed = testing::replay(path("t"));
    EXPECT_FALSE(replayed.diverged) << replayed.run.ending.detail;
    return result_of(replayed.run);
  });
}

TEST_F(FailedAllocation, OfACertificate) {
  testing::record(experiment_, path("t"));
  check([&] {
    const TraceCertificate certificate = certify_trace(path("t"), {}, {});
    std::string findings;
    for (const Finding& finding : certificate.findings) {
      EXPECT_NE(finding.standing, Standing::kViolated) << finding.what;
      findings += std::to_string(static_cast<int>(finding.standing)) + ' ';
    }
    EXPECT_NE(certificate.ending.verdict, proto::DIVERGED) << certificate.ending.detail;
    return findings;
  });
}

TEST_F(FailedAllocation, OfTrials) {
  const RunSetup setup(experiment_);
  TrialsRequest request;
  request.trials = 3;
  check([&] {
    const TrialTally none(curve_times(iterations_in_all(setup.algorithm())).size());
    const TrialsReport report = run_trials(setup, request, none, {});
    if (report.failure) throw std::bad_alloc();
    return std::to_string(report.tally.trials) + " trials, " + std::to_string(report.tally.steps) +
           " steps";
  });
}

}  // namespace
}  // namespace hogtie
