#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "adversaries/interface/schedule_source.h"
#include "core/system/threads.h"

namespace hogtie {

/// A schedule that another thread finds out while what was found is being executed; where the
/// system refuses that thread, it is found out when it is asked for.
class ReadAhead final : public ScheduleSource {
 public:
  explicit ReadAhead(std::unique_ptr<ScheduleSource> source,
                     const ThreadStarter& start = start_thread);
  ~ReadAhead() override;
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  /// Throws what the source threw. After the last stretch the source is at rest.
  std::span<const std::uint32_t> next_stretch() override;

 private:
  using Stretch = std::vector<std::uint32_t>;
  static constexpr std::size_t kMostAhead = 8;

  void fill();
  bool fill_one();

  std::unique_ptr<ScheduleSource> source_;
  Stretch current_;

  std::mutex mutex_;  // guards all that follows
  std::condition_variable moved_;
  std::deque<Stretch> found_;
  std::exception_ptr error_;
  bool ended_ = false;    // the source
  bool dropped_ = false;  // nobody wants more
  std::thread thread_;    // none where it was refused
};

}  // namespace hogtie
