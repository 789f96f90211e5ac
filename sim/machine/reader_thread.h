#pragma once

#include <exception>
#include <functional>
#include <thread>

#include "core/execution/tape.h"
#include "core/system/threads.h"
#include "sim/machine/tape_queue.h"

namespace hogtie {

/// Reads the tapes of a run on a thread of its own, behind the run.
class ReaderThread {
 public:
  using Read = std::function<void(const Tape&)>;

  /// Throws what `start` throws where the system refuses a thread.
  explicit ReaderThread(Read read, const ThreadStarter& start = start_thread);
  ~ReaderThread();
  ReaderThread(const ReaderThread&) = delete;
  ReaderThread& operator=(const ReaderThread&) = delete;

  /// The tape to write to.
  Tape& writing() { return queue_.writing(); }
  /// Hands it to the reader; it may still be read here.
  void publish() { queue_.publish(); }
  /// Goes on to another one. Throws what the reader threw.
  void next();

  /// Returns once all that is published has been read. Throws what the reader threw.
  void wait();

  /// No tape follows: waits, and ends the thread. Throws what the reader threw, once.
  void finish();

 private:
  void run();
  void rethrow();

  Read read_;
  TapeQueue queue_;
  std::exception_ptr failure_;  // of the thread, until it has stopped
  std::thread thread_;
};

}  // namespace hogtie
