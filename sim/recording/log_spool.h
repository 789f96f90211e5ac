#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "core/system/threads.h"

namespace hogtie {

/// A part of a log.
struct LogBlock {
  std::unique_ptr<std::uint8_t[]> bytes;
  std::size_t size = 0;
};

/// Keeps the blocks of several threads' logs: in memory, and once they take more than that, the
/// oldest of them in a file, compressed by a thread of its own. The file has no name, so nothing is
/// left of it whatever ends the program.
class LogSpool {
 public:
  static constexpr std::size_t kMemory = std::size_t{256} << 20;

  /// The file is made where `beside`, a file to be written, lies, when there is a need for it; for
  /// temporary files where that is a pipe or a device. Throws InputError where the system refuses
  /// the thread.
  explicit LogSpool(std::string beside, std::size_t memory = kMemory,
                    const ThreadStarter& start = start_thread);
  ~LogSpool();
  LogSpool(const LogSpool&) = delete;
  LogSpool& operator=(const LogSpool&) = delete;

  /// Takes a full block, and returns its number. Any thread may call it; it waits where blocks come
  /// faster than they can be written. Throws InputError or std::bad_alloc once one could not be
  /// written.
  std::size_t keep(LogBlock block);

  /// Throws the same if a block could not be written: then the logs are not whole.
  void check();

  /// What a block holds, from memory or read into `buffer`, until that is used again; there is a
  /// byte after it that may be read too, as there must be after a block that is kept. Throws
  /// InputError where it cannot be read.
  std::span<const std::uint8_t> read(std::size_t number, std::vector<std::uint8_t>& buffer);

  /// What was written to the file so far: of how many bytes, and how many they take there.
  struct Spilled {
    std::uint64_t bytes = 0;
    std::uint64_t on_disk = 0;
  };
  Spilled spilled();

 private:
  struct Slot {
    LogBlock block;  // without bytes once they are in the file
    std::uint64_t offset = 0;
    std::size_t compressed = 0;
  };

  /// Blocks in memory beyond what it is to take, until `keep` waits.
  static constexpr std::size_t kAhead = std::size_t{64} << 20;

  void write_blocks();
  void write(std::span<const std::uint8_t> bytes, std::uint64_t offset);
  void open_file();

  const std::string beside_;
  const std::size_t memory_;
  int file_ = -1;

  std::mutex mutex_;  // guards all that follows
  std::condition_variable kept_;
  std::condition_variable written_;
  std::deque<Slot> slots_;     // by number
  std::size_t next_ = 0;       // block to be written
  std::size_t in_memory_ = 0;  // bytes
  Spilled spilled_;
  std::exception_ptr failure_;
  bool over_ = false;
  std::thread writer_;
};

}  // namespace hogtie
