#include "sim/machine/reader_thread.h"

#include <utility>

namespace hogtie {

ReaderThread::ReaderThread(Read read, const ThreadStarter& start)
    : read_(std::move(read)), thread_(start([this] { run(); })) {}

ReaderThread::~ReaderThread() {
  queue_.close();
  if (thread_.joinable()) thread_.join();
}

void ReaderThread::run() {
  try {
    while (const Tape* const tape = queue_.read()) read_(*tape);
  } catch (...) {
    failure_ = std::current_exception();
    queue_.stop();
  }
}

void ReaderThread::next() {
  if (!queue_.next()) rethrow();
}

void ReaderThread::wait() {
  if (!queue_.wait_until_read()) rethrow();
}

void ReaderThread::finish() {
  queue_.close();
  if (thread_.joinable()) thread_.join();
  rethrow();
}

void ReaderThread::rethrow() {
  if (const std::exception_ptr failure = std::exchange(failure_, nullptr)) {
    std::rethrow_exception(failure);
  }
}

}  // namespace hogtie
