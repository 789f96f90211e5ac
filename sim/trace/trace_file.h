#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace hogtie {

/// The first characters of a trace; the version of its format follows.
inline constexpr std::string_view kTraceName = "hogtie trace ";

/// Most bytes of a trace that come through a pipe.
inline constexpr std::uint64_t kMostPiped = std::uint64_t{1} << 34;

/// A trace file, opened once: all who read it share it, each with a place of its own, so that they
/// read the same file whatever becomes of its name. Copies are the same open file. They may be used
/// in several threads.
class TraceFile {
 public:
  /// Opens the file; "-" is standard input. What is no regular file, such as a pipe, is copied to a
  /// temporary file without a name, up to kMostPiped bytes, unless its first line is not that of a
  /// trace: then that alone is kept. Throws InputError where that fails.
  TraceFile(const std::string& path);  // NOLINT(google-explicit-constructor): a path is a trace

  /// The same without pipes: what is no regular file is an InputError, and none waits for a writer.
  static TraceFile regular(const std::string& path);

  /// The name of the file in messages.
  const std::string& name() const;

  /// Whether its path may be opened again.
  bool has_path() const;

  /// Up to `size` bytes from `offset` on; fewer at the end of the file. Throws InputError where it
  /// cannot be read.
  std::size_t read(std::uint64_t offset, void* bytes, std::size_t size) const;

  /// Whether this is the header that was given first: a file may change under those who read it.
  bool is_same_header(std::string_view header) const;

 private:
  struct Open;
  explicit TraceFile(std::shared_ptr<Open> open) : open_(std::move(open)) {}

  std::shared_ptr<Open> open_;
};

}  // namespace hogtie
