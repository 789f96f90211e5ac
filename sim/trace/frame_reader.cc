#include <xxhash.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/text/quote.h"
#include "sim/trace/frame.h"
#include "sim/trace/parse_budget.h"

namespace hogtie {
namespace {

using trace_detail::allocated;
using trace_detail::checksum;

constexpr std::size_t kLargestStored = ZSTD_COMPRESSBOUND(kLargestFrame);

/// Chunks and footers are no deeper.
constexpr int kDeepestLaterMessage = 4;

/// Little-endian, whatever this machine is.
template <class T>
T get(const char* bytes) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value |= static_cast<T>(static_cast<T>(static_cast<unsigned char>(bytes[i])) << (8 * i));
  }
  return value;
}

}  // namespace

FrameReader::FrameReader(TraceFile file)
    : file_(std::move(file)),
      hash_(allocated(XXH3_createState())),
      decompression_(allocated(ZSTD_createDCtx())) {
  read_first_line();
}

FrameReader::FrameReader(const FrameReader& other)
    : file_(other.file_),
      hash_(allocated(XXH3_createState())),
      decompression_(allocated(ZSTD_createDCtx())),
      count_(other.count_),
      begin_(other.begin_),
      offset_(other.offset_),
      cut_(other.cut_) {}

void FrameReader::read_first_line() {
  const auto refuse = [this](const std::string& why) {
    throw InputError(printable(file_.name()) + ": " + why);
  };
  constexpr std::size_t kLongest = 32;
  std::string line(kLongest, '\0');
  line.resize(file_.read(0, line.data(), line.size()));
  if (line.empty()) refuse("the file is empty; give the path of a trace");
  const std::size_t line_end = line.find('\n');
  line.resize(std::min(line_end, line.size()));
  offset_ = line.size() + 1;
  unsigned format = 0;
  if (line_end != std::string::npos && line.starts_with(kTraceName)) {
    const char* const end = line.data() + line.size();
    const auto [stop, error] = std::from_chars(line.data() + kTraceName.size(), end, format);
    if (error == std::errc::result_out_of_range) format = std::numeric_limits<unsigned>::max();
    if (stop != end) format = 0;
  }
  if (format == 0) refuse("not a trace; give the path of a trace");
  if (format < kTraceFormat) {
    refuse("a trace of format " + std::to_string(format) + ", older than format " +
           std::to_string(kTraceFormat) + "; record it again");
  }
  if (format > kTraceFormat) {
    refuse("a trace of format " + line.substr(kTraceName.size()) + ", newer than format " +
           std::to_string(kTraceFormat) + "; read it with a newer hogtie");
  }
}

// False, with what there was skipped, when the file ends before.
bool FrameReader::read(void* bytes, std::size_t size) {
  const std::size_t count = file_.read(offset_, bytes, size);
  offset_ += count;
  return count == size;
}

std::string FrameReader::where() const {
  return printable(file_.name()) + ": frame " + std::to_string(count_ - 1) + " at byte " +
         std::to_string(begin_);
}

void FrameReader::fail(const std::string& what) const {
  throw InputError(where() + ": " + what + "; the file is damaged, record the trace again");
}

std::optional<proto::Frame> FrameReader::next() {
  std::array<char, kFrameHeaderSize> header;
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
  const int deepest = number == 0 ? kDeepestMessage : kDeepestLaterMessage;
  if (!parses_within(message_, *proto::Frame::descriptor(), kMostFrameObjects, deepest) ||
      !frame.ParseFromString(message_) || frame.content_case() == proto::Frame::CONTENT_NOT_SET) {
    fail("is not a valid frame");
  }
  if (number == 0 && !file_.is_same_header(message_)) {
    throw InputError(printable(file_.name()) +
                     ": the file has changed while it was read; try again when it is at rest");
  }
  return frame;
}

}  // namespace hogtie
