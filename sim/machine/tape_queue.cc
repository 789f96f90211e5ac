#include "sim/machine/tape_queue.h"

namespace hogtie {

void TapeQueue::publish() {
  const std::lock_guard lock(mutex_);
  ++published_;
  if (published_ - read_ == kWake) more_.notify_one();
}

bool TapeQueue::next() {
  ++written_;
  std::unique_lock lock(mutex_);
  if (!stopped_ && published_ - read_ == kTapes) {
    // Woken when there is room for several.
    less_.wait(lock, [this] { return stopped_ || published_ - read_ <= kTapes / 2; });
  }
  return !stopped_;
}

bool TapeQueue::wait_until_read() {
  std::unique_lock lock(mutex_);
  hurries_ = true;
  more_.notify_one();
  less_.wait(lock, [this] { return stopped_ || read_ == published_; });
  hurries_ = false;
  return !stopped_;
}

void TapeQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  more_.notify_one();
}

const Tape* TapeQueue::read() {
  std::unique_lock lock(mutex_);
  if (begun_ > read_) {
    read_ = begun_;
    const std::uint64_t left = published_ - read_;
    if (left == kTapes / 2 || left == 0) less_.notify_one();
  }
  if (published_ == read_) {
    more_.wait(lock, [this] {
      return published_ - read_ >= kWake || closed_ || (hurries_ && published_ > read_);
    });
  }
  if (published_ == read_) return nullptr;
  return &tapes_[begun_++ % kTapes];
}

void TapeQueue::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  less_.notify_one();
}

}  // namespace hogtie
