#include "sim/trace/frame.h"

#include <xxhash.h>
#include <zstd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <limits>
#include <new>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/files/write_error.h"
#include "sim/trace/parse_budget.h"

namespace hogtie {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kHeaderSize = 16;
constexpr std::size_t kLargestStored = ZSTD_COMPRESSBOUND(kLargestFrame);

// The fastest level that still finds the long matches of regular schedules. From level 1 on, zstd
// also codes literals by entropy: three times the time on irregular schedules of a number of
// workers that is not a power of two, for a tenth of the size.
constexpr int kLevel = -1;

template <class T>
T* allocated(T* object) {
  if (!object) throw std::bad_alloc();
  return object;
}

// Little-endian, whatever this machine is.
template <class T>
void put(T value, char* bytes) {
  for (std::size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<char>(value >> (8 * i) & 0xff);
}

template <class T>
T get(const char* bytes) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value |= static_cast<T>(static_cast<T>(static_cast<unsigned char>(bytes[i])) << (8 * i));
  }
  return value;
}

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

std::string first_line() {
  return std::string(kTraceName) + std::to_string(kTraceFormat) + "\n";
}

std::string reason(int error) {
  return std::generic_category().message(error);
}

[[noreturn]] void fail_to_read(const std::string& path, int error) {
  throw InputError("cannot read '" + path + "': " + reason(error) + "; give the path of a trace");
}

}  // namespace

namespace trace_detail {
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

FrameWriter::FrameWriter(const std::string& path)
    : file_(path, Partial{std::string(kTraceName)}),
      hash_(allocated(XXH3_createState())),
      compression_(allocated(ZSTD_createCCtx())) {
  file_.write(first_line());
}

void FrameWriter::append(const proto::Frame& frame) {
  const std::size_t size = frame.ByteSizeLong();
  if (size > kLargestFrame) {
    fail_to_write(file_.written(), "frame " + std::to_string(count_) + " has " +
                                       std::to_string(size) + " bytes, the limit is " +
                                       std::to_string(kLargestFrame) +
                                       "; run this experiment without a trace");
  }
  message_.resize(size);
  frame.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(message_.data()));
  if (!parses_within(message_, *proto::Frame::descriptor(), kMostFrameObjects)) {
    fail_to_write(file_.written(), "frame " + std::to_string(count_) + " has more than " +
                                       std::to_string(kMostFrameObjects) +
                                       " parts; run this experiment without a trace");
  }

  stored_.resize(kHeaderSize + ZSTD_compressBound(size));
  char* const payload = stored_.data() + kHeaderSize;
  const std::size_t payload_size = ZSTD_compressCCtx(
      compression_.get(), payload, stored_.size() - kHeaderSize, message_.data(), size, kLevel);
  if (ZSTD_isError(payload_size)) throw std::bad_alloc();  // room for the output there is
  put(static_cast<std::uint32_t>(payload_size), stored_.data());
  put(static_cast<std::uint32_t>(size), stored_.data() + 4);
  put(checksum(*hash_, count_, stored_.data(), {payload, payload_size}), stored_.data() + 8);
  file_.write({stored_.data(), kHeaderSize + payload_size});
  ++count_;
}

void FrameWriter::commit() {
  file_.commit();
}

FrameReader::FrameReader(std::string path)
    : path_(std::move(path)), file_(std::fopen(path_.c_str(), "rbe")) {
  if (!file_) fail_to_read(path_, errno);
  hash_.reset(allocated(XXH3_createState()));
  decompression_.reset(allocated(ZSTD_createDCtx()));
  read_first_line();
}

void FrameReader::read_first_line() {
  constexpr std::size_t kLongest = 32;
  std::string line;
  char byte = 0;
  while (line.size() < kLongest && read(&byte, 1) && byte != '\n') line += byte;
  if (line.empty() && byte != '\n') {
    throw InputError(path_ + ": the file is empty; give the path of a trace");
  }
  unsigned format = 0;
  if (byte == '\n' && line.starts_with(kTraceName)) {
    const char* const end = line.data() + line.size();
    const auto [stop, error] = std::from_chars(line.data() + kTraceName.size(), end, format);
    if (error == std::errc::result_out_of_range) format = std::numeric_limits<unsigned>::max();
    if (stop != end) format = 0;
  }
  if (format == 0) throw InputError(path_ + ": not a trace; give the path of a trace");
  if (format < kTraceFormat) {
    throw InputError(path_ + ": a trace of format " + std::to_string(format) +
                     ", older than format " + std::to_string(kTraceFormat) + "; record it again");
  }
  if (format > kTraceFormat) {
    throw InputError(path_ + ": a trace of format " + line.substr(kTraceName.size()) +
                     ", newer than format " + std::to_string(kTraceFormat) +
                     "; read it with a newer hogtie");
  }
}

// False, with what there was skipped, when the file ends before.
bool FrameReader::read(void* bytes, std::size_t size) {
  const std::size_t count = std::fread(bytes, 1, size, file_.get());
  if (count < size && std::ferror(file_.get())) fail_to_read(path_, errno);
  offset_ += count;
  return count == size;
}

std::string FrameReader::where() const {
  return path_ + ": frame " + std::to_string(count_ - 1) + " at byte " + std::to_string(begin_);
}

void FrameReader::fail(const std::string& what) const {
  throw InputError(where() + ": " + what + "; the file is damaged, record the trace again");
}

std::optional<proto::Frame> FrameReader::next() {
  std::array<char, kHeaderSize> header;
  const std::uint64_t begin = offset_;
  const bool whole = read(header.data(), header.size());
  if (offset_ == begin) return std::nullopt;
  begin_ = begin;
  const std::uint64_t number = count_++;
  if (!whole) {
    cut_ = true;
    return std::nullopt;
  }

  const auto payload_size = get<std::uint32_t>(header.data());
  const auto size = get<std::uint32_t>(header.data() + 4);
  for (const auto& [claimed, limit] :
       {std::pair(payload_size, kLargestStored), std::pair(size, kLargestFrame)}) {
    if (claimed > limit) {
      fail("claims " + std::to_string(claimed) + " bytes, the limit is " + std::to_string(limit));
    }
  }
  stored_.resize(payload_size);
  if (!read(stored_.data(), stored_.size())) {
    cut_ = true;
    return std::nullopt;
  }
  if (checksum(*hash_, number, header.data(), stored_) != get<std::uint64_t>(header.data() + 8)) {
    fail("checksum mismatch");
  }
  message_.resize(size);
  if (ZSTD_getFrameContentSize(stored_.data(), stored_.size()) != size ||
      ZSTD_findFrameCompressedSize(stored_.data(), stored_.size()) != stored_.size() ||
      ZSTD_decompressDCtx(decompression_.get(), message_.data(), message_.size(), stored_.data(),
                          stored_.size()) != size) {
    fail("does not decompress");
  }
  proto::Frame frame;
  if (!parses_within(message_, *proto::Frame::descriptor(), kMostFrameObjects) ||
      !frame.ParseFromString(message_) || frame.content_case() == proto::Frame::CONTENT_NOT_SET) {
    fail("is not a valid frame");
  }
  return frame;
}

}  // namespace hogtie
