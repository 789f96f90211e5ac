#include "sim/trace/frame.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#include <zstd.h>

#include <array>
#include <cerrno>
#include <new>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/data/check_output.h"
#include "core/error.h"
#include "sim/trace/parse_budget.h"

namespace hogtie {
namespace {

using namespace std::string_view_literals;

// The fastest level that still finds the long matches of regular schedules. From level 1 on, zstd
// also codes literals by entropy: three times the time on irregular schedules of a number of
// workers that is not a power of two, for a tenth of the size.
constexpr int kLevel = -1;

// Little-endian, whatever this machine is.
template <class T>
void put(T value, char* bytes) {
  for (std::size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<char>(value >> (8 * i) & 0xff);
}

std::string reason(int error) {
  return std::generic_category().message(error);
}

[[noreturn]] void fail_to_write(const std::string& path, int error) {
  std::string_view advice = "give another path";
  if (error == ENOENT || error == ENOTDIR) advice = "create its directory or give another path";
  if (error == ENOSPC || error == EDQUOT) advice = "make room there or give another path";
  if (error == EISDIR) advice = "give the path of a file";
  throw InputError("cannot write '" + path + "': " + reason(error) + "; " + std::string(advice));
}

/// Whether the open file still has this name.
bool is_named(const struct stat& opened, const std::string& path) {
  struct stat named {};
  return ::stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
}

/// Opens the file for writing, locked until it is closed, and empties it. Where file systems know
/// no locks, it does without.
int open_alone(const std::string& path) {
  for (;;) {
    constexpr mode_t kMode = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, kMode);
    if (file < 0) fail_to_write(path, errno);
    struct stat opened {};
    int error = ::fstat(file, &opened) == 0 ? 0 : errno;
    const bool regular = error == 0 && S_ISREG(opened.st_mode);
    const bool taken = regular && ::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    // Before it was locked, its writer may have given it another name, and it is to be let alone.
    const bool renamed = error == 0 && !is_named(opened, path);
    if (regular && !taken && !renamed && ::ftruncate(file, 0) != 0) error = errno;
    if (!taken && !renamed && error == 0) return file;
    ::close(file);
    if (taken) {
      throw InputError("cannot write '" + path +
                       "': another run is recorded to it; wait for it or give another path");
    }
    if (error != 0) fail_to_write(path, error);
  }
}

}  // namespace

namespace trace_detail {

// `sizes`: the first 8 bytes of the frame.
std::uint64_t checksum(XXH3_state_s& state, std::uint64_t number, const char* sizes,
                       std::string_view payload) {
  std::array<char, 8> number_bytes;
  put(number, number_bytes.data());
  XXH3_64bits_reset(&state);
  XXH3_64bits_update(&state, number_bytes.data(), number_bytes.size());
  XXH3_64bits_update(&state, sizes, 8);
  XXH3_64bits_update(&state, payload.data(), payload.size());
  return XXH3_64bits_digest(&state);
}

void Closer::operator()(std::FILE* file) const {
  std::fclose(file);
}
void Closer::operator()(XXH3_state_s* state) const {
  XXH3_freeState(state);
}
void Closer::operator()(ZSTD_CCtx_s* context) const {
  ZSTD_freeCCtx(context);
}
void Closer::operator()(ZSTD_DCtx_s* context) const {
  ZSTD_freeDCtx(context);
}

}  // namespace trace_detail

using trace_detail::allocated;
using trace_detail::checksum;

FrameWriter::FrameWriter(std::string path)
    : path_(std::move(path)), partial_path_(path_ + ".partial") {
  // What commit() would fail at is better said before the run.
  if (path_.empty()) fail_to_write(path_, ENOENT);
  check_output(path_, "a trace");

  file_.reset(allocated(::fdopen(open_alone(partial_path_), "wb")));
  std::setvbuf(file_.get(), nullptr, _IONBF, 0);
  hash_.reset(allocated(XXH3_createState()));
  compression_.reset(allocated(ZSTD_createCCtx()));
  const std::string line = std::string(kTraceName) + std::to_string(kTraceFormat) + "\n";
  write(line.data(), line.size());
}

void FrameWriter::write(const void* bytes, std::size_t size) {
  if (std::fwrite(bytes, 1, size, file_.get()) != size) fail_to_write(partial_path_, errno);
}

void FrameWriter::append(const proto::Frame& frame) {
  const std::size_t size = frame.ByteSizeLong();
  if (size > kLargestFrame) {
    throw InputError("cannot write '" + partial_path_ + "': frame " + std::to_string(count_) +
                     " has " + std::to_string(size) + " bytes, the limit is " +
                     std::to_string(kLargestFrame) + "; run this experiment without a trace");
  }
  message_.resize(size);
  frame.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(message_.data()));
  if (!parses_within(message_, *proto::Frame::descriptor(), kMostFrameObjects)) {
    throw InputError("cannot write '" + partial_path_ + "': frame " + std::to_string(count_) +
                     " has more than " + std::to_string(kMostFrameObjects) +
                     " parts, or more than " + std::to_string(kDeepestMessage) +
                     " within one another; run this experiment without a trace");
  }

  stored_.resize(kFrameHeaderSize + ZSTD_compressBound(size));
  char* const payload = stored_.data() + kFrameHeaderSize;
  const std::size_t payload_size =
      ZSTD_compressCCtx(compression_.get(), payload, stored_.size() - kFrameHeaderSize,
                        message_.data(), size, kLevel);
  if (ZSTD_isError(payload_size)) throw std::bad_alloc();  // room for the output there is
  put(static_cast<std::uint32_t>(payload_size), stored_.data());
  put(static_cast<std::uint32_t>(size), stored_.data() + 4);
  put(checksum(*hash_, count_, stored_.data(), {payload, payload_size}), stored_.data() + 8);
  write(stored_.data(), kFrameHeaderSize + payload_size);
  ++count_;
}

void FrameWriter::commit() {
  if (::fsync(::fileno(file_.get())) != 0) fail_to_write(partial_path_, errno);
  if (std::rename(partial_path_.c_str(), path_.c_str()) != 0) fail_to_write(path_, errno);
  file_.reset();  // only now, since it holds the lock
}

}  // namespace hogtie
