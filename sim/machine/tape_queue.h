#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

#include "core/execution/tape.h"

namespace hogtie {

/// The tapes of a run, in order, from the thread that writes them to one that reads behind it. Few
/// are written ahead, so that they stay in the cache; neither thread is woken for each.
class TapeQueue {
 public:
  TapeQueue() : tapes_(kTapes) {}
  TapeQueue(const TapeQueue&) = delete;
  TapeQueue& operator=(const TapeQueue&) = delete;

  // The writer:

  /// The tape that is being written.
  Tape& writing() { return tapes_[written_ % kTapes]; }

  /// Lets the reader have it. The writer may still read it, until `next`.
  void publish();

  /// Goes on to the next tape once there is room for it. Returns false if the reader has stopped.
  [[nodiscard]] bool next();

  /// Waits until the reader has read all that is published. Returns false if it has stopped.
  [[nodiscard]] bool wait_until_read();

  /// No tape follows.
  void close();

  // The reader:

  /// The next tape, or null if none follows. It is read at the next call.
  const Tape* read();

  /// The reader reads no further.
  void stop();

 private:
  static constexpr std::uint64_t kTapes = 16;
  /// A reader that waits is woken for so many.
  static constexpr std::uint64_t kWake = 4;

  std::vector<Tape> tapes_;
  std::uint64_t written_ = 0;  // of the writer alone: tapes gone on from

  std::mutex mutex_;
  std::condition_variable more_;  // for the reader
  std::condition_variable less_;  // for the writer
  // Guarded by mutex_:
  std::uint64_t published_ = 0;
  std::uint64_t begun_ = 0;  // by the reader
  std::uint64_t read_ = 0;
  bool hurries_ = false;  // the writer waits for the reader
  bool closed_ = false;
  bool stopped_ = false;
};

}  // namespace hogtie
