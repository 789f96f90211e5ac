#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>

#include "core/files/output_file.h"
#include "proto/trace.pb.h"
#include "sim/trace/trace_file.h"

struct XXH3_state_s;
struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

/// A trace file is the line "hogtie trace 2" and then frames, one after the other. Numbers are
/// little-endian:
///
///     offset  size  content of a frame
///          0     4  size of the payload
///          4     4  size of the serialized message
///          8     8  XXH3-64 of: number of the frame in the file, from 0 (8 bytes), offsets 0 to 7
///                   as they are, the payload
///         16        payload: one zstd frame, which states the size of its content: the serialized
///                   message, a `Frame` of proto/trace.proto
namespace hogtie {

/// Version of the format: the number in the first line of the file.
inline constexpr unsigned kTraceFormat = 2;

/// Bytes of a frame in front of its payload.
inline constexpr std::size_t kFrameHeaderSize = 16;

/// Largest serialized message of a frame, in bytes. What is longer is neither written nor read.
inline constexpr std::size_t kLargestFrame = std::size_t{1} << 24;

/// Most messages and single fields in a frame, as parses_within() counts them.
inline constexpr int kMostFrameObjects = 1 << 20;

namespace trace_detail {

template <class T>
T* allocated(T* object) {
  if (!object) throw std::bad_alloc();
  return object;
}

/// The checksum of a frame; `sizes` are its first 8 bytes.
std::uint64_t checksum(XXH3_state_s& state, std::uint64_t number, const char* sizes,
                       std::string_view payload);

struct Closer {
  void operator()(XXH3_state_s* state) const;
  void operator()(ZSTD_CCtx_s* context) const;
  void operator()(ZSTD_DCtx_s* context) const;
};

}  // namespace trace_detail

/// Writes a trace to `path` + ".partial", and at commit() gives it the name `path` (see
/// OutputFile). A writer that is destroyed uncommitted, or whose process dies, leaves the .partial
/// file behind; it is a trace that can be read up to its last whole frame.
///
/// Every error of the file system is an InputError; after one, the writer must not be used further.
class FrameWriter {
 public:
  /// Replaces a .partial file that an earlier writer has left, unless one is at it: then one of the
  /// two is refused. Writes to a pipe, a device or "-" (standard output) as it is.
  explicit FrameWriter(const std::string& path);

  /// Hands the frame to the operating system before it returns. Refuses a frame above kLargestFrame
  /// or kMostFrameObjects with an InputError too, and writes nothing of it.
  void append(const proto::Frame& frame);

  /// Flushes the file to its device and renames it, replacing what was at `path`. The last call.
  void commit();

 private:
  OutputFile file_;
  std::unique_ptr<XXH3_state_s, trace_detail::Closer> hash_;
  std::unique_ptr<ZSTD_CCtx_s, trace_detail::Closer> compression_;
  std::string message_;
  std::string stored_;
  std::uint64_t count_ = 0;
};

/// Reads a trace frame by frame. Whatever the file holds, memory is bounded by the limits above. So
/// is the stack: only in the first frame, the header, are messages nested deeply.
class FrameReader {
 public:
  /// Throws InputError when the file cannot be read, is no trace, or is one of another format.
  explicit FrameReader(TraceFile file);

  /// A reader of the same file, at the same place.
  FrameReader(const FrameReader& other);
  FrameReader(FrameReader&&) = default;

  /// The next frame, whose content is set; none at the end of the file. Throws InputError when the
  /// file cannot be read or the frame is damaged; the reader must not be used further then.
  std::optional<proto::Frame> next();

  /// Whether the file has ended inside a frame; known once next() has returned none.
  bool cut() const { return cut_; }

  /// The frame that next() has dealt with last, for messages: "<path>: frame <number> at byte
  /// <offset>".
  std::string where() const;

 private:
  void read_first_line();
  bool read(void* bytes, std::size_t size);
  [[noreturn]] void fail(const std::string& what) const;

  TraceFile file_;
  std::unique_ptr<XXH3_state_s, trace_detail::Closer> hash_;
  std::unique_ptr<ZSTD_DCtx_s, trace_detail::Closer> decompression_;
  std::string message_;
  std::string stored_;
  std::uint64_t count_ = 0;   // frames begun
  std::uint64_t begin_ = 0;   // offset of the frame begun last
  std::uint64_t offset_ = 0;  // of the next byte to read
  bool cut_ = false;
};

}  // namespace hogtie
