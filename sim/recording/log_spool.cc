#include "sim/recording/log_spool.h"

#include <unistd.h>
#include <zstd.h>

#include <cerrno>
#include <filesystem>
#include <new>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/files/output_place.h"
#include "core/files/temporary_directory.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

// The threads that are logged want the processors more than the disk wants small blocks.
constexpr int kLevel = 1;

[[noreturn]] void fail(const std::string& what, const std::string& beside, int error) {
  throw InputError("cannot " + what + " the log of the threads beside " + quote(beside) + ": " +
                   std::generic_category().message(error) +
                   "; see to room and permission there, or set fewer algorithm.iterations");
}

}  // namespace

LogSpool::LogSpool(std::string beside, std::size_t memory, const ThreadStarter& start)
    : beside_(std::move(beside)), memory_(memory) {
  try {
    writer_ = start([this] { write_blocks(); });
  } catch (const std::system_error& error) {
    fail_to_start(1, error.code().message());
  }
}

LogSpool::~LogSpool() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  kept_.notify_one();
  writer_.join();
  if (file_ >= 0) ::close(file_);
}

std::size_t LogSpool::keep(LogBlock block) {
  std::unique_lock lock(mutex_);
  written_.wait(lock, [this] { return in_memory_ <= memory_ + kAhead || failure_ != nullptr; });
  if (failure_) std::rethrow_exception(failure_);
  in_memory_ += block.size;
  slots_.push_back({std::move(block)});
  if (in_memory_ > memory_) kept_.notify_one();
  return slots_.size() - 1;
}

void LogSpool::check() {
  const std::lock_guard lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
}

void LogSpool::write_blocks() {
  std::vector<std::uint8_t> compressed;
  std::unique_lock lock(mutex_);
  for (;;) {
    kept_.wait(lock, [this] { return over_ || in_memory_ > memory_; });
    if (over_) return;
    Slot& slot = slots_[next_++];
    const std::uint64_t offset = spilled_.on_disk;
    lock.unlock();
    std::size_t size = 0;
    std::exception_ptr failure;
    try {
      // Nobody else touches a block that was not written yet.
      compressed.resize(ZSTD_compressBound(slot.block.size));
      size = ZSTD_compress(compressed.data(), compressed.size(), slot.block.bytes.get(),
                           slot.block.size, kLevel);
      if (ZSTD_isError(size) != 0) throw std::bad_alloc();
      if (file_ < 0) open_file();
      write({compressed.data(), size}, offset);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) {
      failure_ = failure;
      written_.notify_all();
      return;
    }
    slot.block.bytes.reset();
    slot.offset = offset;
    slot.compressed = size;
    in_memory_ -= slot.block.size;
    spilled_.bytes += slot.block.size;
    spilled_.on_disk += size;
    written_.notify_all();
  }
}

void LogSpool::open_file() {
  const OutputPlace place = output_place(beside_);
  if (place.kind == OutputPlace::Kind::kFile) {
    const std::string directory = std::filesystem::path(place.path).parent_path().string();
    file_ = open_unnamed_file(directory.empty() ? "." : directory);
    if (file_ < 0) fail("make a file for", beside_, errno);
  } else {
    file_ = open_temporary_file();
  }
}

void LogSpool::write(std::span<const std::uint8_t> bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("write", beside_, errno);
    }
    offset += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

std::span<const std::uint8_t> LogSpool::read(std::size_t number,
                                             std::vector<std::uint8_t>& buffer) {
  std::unique_lock lock(mutex_);
  // A block that the writer is at stays in memory until it is done.
  written_.wait(lock, [&] { return in_memory_ <= memory_ || failure_ != nullptr; });
  const Slot& slot = slots_[number];
  if (slot.block.bytes != nullptr) return {slot.block.bytes.get(), slot.block.size};
  std::vector<std::uint8_t> compressed(slot.compressed);
  std::size_t done = 0;
  while (done < compressed.size()) {
    const ssize_t got = ::pread(file_, compressed.data() + done, compressed.size() - done,
                                static_cast<off_t>(slot.offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail("read", beside_, got < 0 ? errno : EIO);
    done += static_cast<std::size_t>(got);
  }
  buffer.resize(slot.block.size + 1);
  const std::size_t size =
      ZSTD_decompress(buffer.data(), slot.block.size, compressed.data(), compressed.size());
  if (size != slot.block.size) fail("read", beside_, EIO);
  return {buffer.data(), size};
}

LogSpool::Spilled LogSpool::spilled() {
  const std::lock_guard lock(mutex_);
  return spilled_;
}

}  // namespace hogtie
