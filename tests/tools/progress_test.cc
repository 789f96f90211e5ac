#include "tools/hogtie/output/progress.h"

#include <gtest/gtest.h>

#include <chrono>
#include <sstream>
#include <string>

namespace hogtie {
namespace {

using std::chrono::milliseconds;

// A clock that stands until it is set.
class ProgressTest : public testing::Test {
 protected:
  std::function<Progress::Time()> clock() {
    return [this] { return Progress::Time(milliseconds(time_)); };
  }

  // What has been written since the last call.
  std::string written() {
    std::string text = out_.str();
    out_.str("");
    return text;
  }

  int time_ = 1000;
  std::ostringstream out_;
};

TEST_F(ProgressTest, AppearsAfterTwoSecondsAndIsErased) {
  {
    Progress progress(&out_, "steps", clock());
    time_ += 1999;
    progress.update(1, 3);
    EXPECT_EQ(written(), "");
    time_ += 1;
    progress.update(2, 3);
    EXPECT_EQ(written(), "\r\x1b[K2 of 3 steps, 66%, 1 s left");
  }
  EXPECT_EQ(written(), "\r\x1b[K");
}

TEST_F(ProgressTest, ChangesAtMostFiveTimesASecond) {
  Progress progress(&out_, "steps", clock());
  time_ += 2000;
  int shown = 0;
  for (int i = 0; i < 1000; ++i, ++time_) {
    progress.update(1);
    if (!written().empty()) ++shown;
  }
  EXPECT_EQ(shown, 5);
}

TEST_F(ProgressTest, AShortComputationShowsNothing) {
  {
    Progress progress(&out_, "steps", clock());
    time_ += 1500;
    progress.update(1);
  }
  EXPECT_EQ(written(), "");
}

TEST_F(ProgressTest, TotalsThatSayNothing) {
  Progress progress(&out_, "steps", clock());
  time_ += 2000;
  progress.update(7);
  EXPECT_EQ(written(), "\r\x1b[K7 steps");
  time_ += 200;
  progress.update(0, 0);
  EXPECT_EQ(written(), "\r\x1b[K0 of 0 steps");
  time_ += 200;
  progress.update(9, 3);
  EXPECT_EQ(written(), "\r\x1b[K9 of 3 steps, 100%");
}

// 100 more have taken 4 s, so 9900 take 396 s; 10 of 490 in 8 s leave 384 s; with 1 in 12 s, 900
// take 3 h.
TEST_F(ProgressTest, TimeLeft) {
  Progress progress(&out_, "trials", clock());
  progress.begin_at(100);
  time_ += 2000;
  progress.update(100, 1000);
  EXPECT_EQ(written(), "\r\x1b[K100 of 1000 trials, 10%");
  time_ += 2000;
  progress.update(200, 10100);
  EXPECT_EQ(written(), "\r\x1b[K200 of 10100 trials, 1%, 7 min left");
  time_ += 4000;
  progress.update(110, 590);
  EXPECT_EQ(written(), "\r\x1b[K110 of 590 trials, 18%, 7 min left");
  time_ += 4000;
  progress.update(101, 1001);
  EXPECT_EQ(written(), "\r\x1b[K101 of 1001 trials, 10%, 3 h left");
  progress.erase();
}

TEST_F(ProgressTest, ShowsAgainAfterItWasErased) {
  Progress progress(&out_, "steps", clock());
  time_ += 2000;
  progress.update(7);
  progress.erase();
  progress.erase();
  EXPECT_EQ(written(), "\r\x1b[K7 steps\r\x1b[K");
  time_ += 200;
  progress.update(8);
  EXPECT_EQ(written(), "\r\x1b[K8 steps");
}

TEST_F(ProgressTest, WithoutAStreamReadsNoMoreThanTheClock) {
  Progress progress(nullptr, "steps", clock());
  time_ += 5000;
  progress.update(7);
  progress.erase();
  EXPECT_EQ(written(), "");
}

TEST_F(ProgressTest, QuietHasNoStream) {
  EXPECT_EQ(progress_stream(true), nullptr);
}

}  // namespace
}  // namespace hogtie
