#include "tests/fuzz/trace_frames.h"

#include <xxhash.h>
#include <zstd.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/numeric/floating_point.h"
#include "proto/trace.pb.h"
#include "sim/build_fingerprint.h"
#include "sim/trace/frame.h"
#include "tests/fuzz/require.h"

namespace hogtie::fuzz {
namespace {

constexpr std::size_t kHeaderSize = 16;
/// Far above what a fuzzer's trace needs.
constexpr std::size_t kLargestMessage = std::size_t{1} << 22;

std::string first_line() {
  return "hogtie trace " + std::to_string(kTraceFormat) + "\n";
}

void put(std::uint64_t value, std::size_t bytes, std::string& to) {
  for (std::size_t i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i) & 0xff);
}

std::uint64_t get(std::string_view bytes, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return value;
}

std::uint64_t checksum(std::uint64_t number, std::string_view sizes, std::string_view payload) {
  std::string sealed;
  put(number, 8, sealed);
  sealed.append(sizes).append(payload);
  return XXH3_64bits(sealed.data(), sealed.size());
}

/// A frame of this number in the file.
std::string seal(std::uint64_t number, std::string_view message) {
  std::string payload(ZSTD_compressBound(message.size()), '\0');
  const std::size_t stored =
      ZSTD_compress(payload.data(), payload.size(), message.data(), message.size(), 1);
  require(!ZSTD_isError(stored), "a frame cannot be compressed");
  payload.resize(stored);
  std::string frame;
  put(payload.size(), 4, frame);
  put(message.size(), 4, frame);
  put(checksum(number, frame, payload), 8, frame);
  return frame + payload;
}

struct Opened {
  std::string message;
  bool sealed;  ///< Whether its checksum is that of a frame of the number asked for.
};

/// Takes the first frame off the front of `frames`; none, with `frames` unspecified, where it
/// cannot be opened.
std::optional<Opened> open(std::string_view& frames, std::uint64_t number) {
  if (frames.size() < kHeaderSize) return std::nullopt;
  const std::string_view header = frames.substr(0, kHeaderSize);
  const std::size_t stored = get(header, 4);
  const std::size_t size = get(header.substr(4), 4);
  frames.remove_prefix(kHeaderSize);
  if (stored > frames.size() || size > kLargestMessage) return std::nullopt;
  const std::string_view payload = frames.substr(0, stored);
  std::string message(size, '\0');
  if (ZSTD_decompress(message.data(), size, payload.data(), stored) != size) return std::nullopt;
  frames.remove_prefix(stored);
  const bool sealed = get(header.substr(8), 8) == checksum(number, header.substr(0, 8), payload);
  return Opened{std::move(message), sealed};
}

bool is_fingerprint(std::string_view build) {
  return build.size() == build_fingerprint().size() &&
         build.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::vector<std::string> open_frames(std::string_view trace) {
  std::vector<std::string> messages;
  if (!trace.starts_with(first_line())) return messages;
  trace.remove_prefix(first_line().size());
  while (std::optional<Opened> frame = open(trace, messages.size())) {
    messages.push_back(std::move(frame->message));
  }
  return messages;
}

std::string seal_frames(std::span<const std::string> messages) {
  std::string trace = first_line();
  for (std::size_t number = 0; number < messages.size(); ++number) {
    trace += seal(number, messages[number]);
  }
  return trace;
}

std::string as_recorded_here(std::string_view trace) {
  const std::string as_it_is(trace);
  const std::string line = first_line();
  if (!trace.starts_with(line)) return as_it_is;
  trace.remove_prefix(line.size());
  const std::optional<Opened> first = open(trace, 0);
  proto::Frame frame;
  if (!first || !first->sealed || !frame.ParseFromString(first->message) ||
      !is_fingerprint(frame.header().build())) {
    return as_it_is;
  }
  frame.mutable_header()->set_build(std::string(build_fingerprint()));
  frame.mutable_header()->set_floating_point(floating_point_fingerprint());
  return line + seal(0, frame.SerializeAsString()).append(trace);
}

}  // namespace hogtie::fuzz
