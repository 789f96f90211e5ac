#include "sim/machine/reader_thread.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace hogtie {
namespace {

/// Writes so many tapes, each with its number as a worker's event.
void write(ReaderThread& thread, std::uint64_t tapes) {
  for (std::uint64_t k = 0; k < tapes; ++k) {
    thread.writing().begin_block(k);
    thread.writing().iteration_begun(0, k);
    thread.publish();
    thread.next();
  }
}

std::vector<std::uint64_t> numbers_to(std::uint64_t end) {
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t k = 0; k < end; ++k) numbers.push_back(k);
  return numbers;
}

TEST(ReaderThread, ReadsAllTapesInOrder) {
  for (const std::uint64_t tapes : {0U, 1U, 3U, 4U, 15U, 16U, 17U, 1000U}) {
    std::vector<std::uint64_t> read;
    ReaderThread thread([&](const Tape& tape) { read.push_back(tape.entries().front().number); });
    write(thread, tapes);
    thread.finish();
    EXPECT_EQ(read, numbers_to(tapes));
  }
}

TEST(ReaderThread, HasReadWhatWasPublishedOnceWaitedFor) {
  std::vector<std::uint64_t> read;
  ReaderThread thread([&](const Tape& tape) { read.push_back(tape.entries().front().number); });
  thread.wait();
  EXPECT_TRUE(read.empty());
  for (int k = 0; k < 200; ++k) {
    thread.writing().begin_block(0);
    thread.writing().iteration_begun(0, static_cast<std::uint64_t>(k));
    thread.publish();
    if (k % 3 == 0) {
      thread.wait();
      EXPECT_EQ(read, numbers_to(static_cast<std::uint64_t>(k) + 1));
    }
    thread.next();
  }
  thread.finish();
  EXPECT_EQ(read, numbers_to(200));
}

TEST(ReaderThread, ThrowsWhatItsReaderThrew) {
  const auto fail = [](const Tape& tape) {
    if (tape.entries().front().number == 5) throw std::out_of_range("the fifth");
  };
  ReaderThread writing(fail);
  EXPECT_THROW(write(writing, 1000), std::out_of_range);
  ReaderThread waiting(fail);
  EXPECT_THROW(
      {
        write(waiting, 6);
        waiting.wait();
      },
      std::out_of_range);
  ReaderThread finishing(fail);
  EXPECT_THROW(
      {
        write(finishing, 6);
        finishing.finish();
      },
      std::out_of_range);
}

TEST(ReaderThread, IsRefusedWithoutHarm) {
  const ThreadStarter refuse = [](const std::function<void()>&) -> std::thread {
    throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
  };
  EXPECT_THROW(ReaderThread([](const Tape&) {}, refuse), std::system_error);
}

}  // namespace
}  // namespace hogtie
