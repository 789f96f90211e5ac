#include "sim/threads/read_ahead.h"

#include <utility>

namespace hogtie {

ReadAhead::ReadAhead(std::unique_ptr<ScheduleSource> source)
    : source_(std::move(source)), thread_([this] { fill(); }) {}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    dropped_ = true;
  }
  moved_.notify_all();
  thread_.join();
}

std::span<const std::uint32_t> ReadAhead::more() {
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
  for (;;) {
    Stretch stretch;
    std::exception_ptr error;
    try {
      const std::span<const std::uint32_t> more = source_->more();
      stretch.assign(more.begin(), more.end());
    } catch (...) {
      error = std::current_exception();
    }
    std::unique_lock lock(mutex_);
    if (stretch.empty()) {
      error_ = error;
      ended_ = true;
      moved_.notify_all();
      return;
    }
    found_.push_back(std::move(stretch));
    moved_.notify_all();
    moved_.wait(lock, [this] { return dropped_ || found_.size() < kMostAhead; });
    if (dropped_) return;
  }
}

}  // namespace hogtie
