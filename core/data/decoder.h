#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <stdexcept>
#include <string_view>

namespace hogtie {

/// Compressed data that are not what their format asks for; the message is the library's reason.
class DamagedData : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Compressed data that take more memory than a decoder may use; the message says how much.
class TooLargeToDecode : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Undoes a compression, piece by piece. Memory use does not depend on the size of the content, but
/// for the window that the data ask for, of at most 1 GiB; it fills up as content is decoded.
class Decoder {
 public:
  virtual ~Decoder() = default;

  /// Takes bytes off the front of `in`, decodes them to `out`, which is not empty, and returns how
  /// many bytes that gave. Fewer than there is room for: all of `in` is taken. Throws
  /// DamagedData or TooLargeToDecode.
  virtual std::size_t decode(std::string_view& in, std::span<char> out) = 0;

  /// Whether the data may end here: between compressed streams, of which a file can have several.
  virtual bool complete() const = 0;

  /// "gzip".
  virtual std::string_view name() const = 0;
};

/// The decoder of what begins with these bytes: gzip, bzip2, xz or zstd; null for other data. Six
/// bytes, or the whole file, are enough.
std::unique_ptr<Decoder> make_decoder(std::string_view first);

}  // namespace hogtie
