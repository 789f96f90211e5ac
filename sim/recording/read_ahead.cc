#include "sim/recording/read_ahead.h"

#include <system_error>
#include <utility>

namespace hogtie {

ReadAhead::ReadAhead(std::unique_ptr<ScheduleSource> source, const ThreadStarter& start)
    : source_(std::move(source)) {
  try {
    thread_ = start([this] { fill(); });
  } catch (const std::system_error&) {
    return;
  }
}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    dropped_ = true;
  }
  moved_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::span<const std::uint32_t> ReadAhead::next_stretch() {
  if (!thread_.joinable()) return source_->next_stretch();
  std::unique_lock lock(mutex_);
  moved_.wait(lock, [this] { return ended_ || !found_.empty(); });
  if (found_.empty()) {
    if (error_) std::rethrow_exception(error_);
    return {};
  }
  current_ = std::move(found_.front());
  found_.pop_front();
  moved_.notify_all();
  return current_;
}

void ReadAhead::fill() {
  try {
    while (fill_one()) {
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    error_ = std::current_exception();
    ended_ = true;
    moved_.notify_all();
  }
}

/// The next stretch, once there is room for it. Returns whether more are wanted.
bool ReadAhead::fill_one() {
  const std::span<const std::uint32_t> more = source_->next_stretch();
  Stretch stretch(more.begin(), more.end());
  std::unique_lock lock(mutex_);
  if (stretch.empty()) {
    ended_ = true;
    moved_.notify_all();
    return false;
  }
  found_.push_back(std::move(stretch));
  moved_.notify_all();
  moved_.wait(lock, [this] { return dropped_ || found_.size() < kMostAhead; });
  return !dropped_;
}

}  // namespace hogtie
