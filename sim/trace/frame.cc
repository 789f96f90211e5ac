#include "sim/trace/frame.h"

#include <xxhash.h>
#include <zstd.h>

#include <array>
#include <cerrno>
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

// The fastest level that still finds the long matches of regular schedules. From level 1 on, zstd
// also codes literals by entropy: three times the time on irregular schedules of a number of
// workers that is not a power of two, for a tenth of the size.
constexpr int kLevel = -1;

// Little-endian, whatever this machine is.
template <class T>
void put(T value, char* bytes) {
  for (std::size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<char>(value >> (8 * i) & 0xff);
}

std::string first_line() {
  return std::string(kTraceName) + std::to_string(kTraceFormat) + "\n";
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
                                       std::to_string(kMostFrameObjects) + " parts, or more than " +
                                       std::to_string(kDeepestMessage) +
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
  file_.write({stored_.data(), kFrameHeaderSize + payload_size});
  ++count_;
}

void FrameWriter::commit() {
  file_.commit();
}

}  // namespace hogtie
