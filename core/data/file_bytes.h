#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct XXH3_state_s;
struct ZSTD_DCtx_s;

namespace hogtie {

/// The content of a file from its beginning to its end, decompressed if the file starts like one in
/// zstd format, and a digest of the bytes as they stand in the file. Memory use does not depend on
/// the size of the file, nor on any size it claims.
class FileBytes {
 public:
  /// Throws InputError when the file cannot be read.
  explicit FileBytes(std::string path);

  /// The next bytes of the content, valid until the next call; none at its end. Throws InputError
  /// when the file cannot be read or its compressed data are damaged.
  std::string_view next();

  /// XXH3-128 of the bytes returned or decompressed so far, as `xxhsum -H2` prints it; that of the
  /// file once next() has returned none.
  std::string digest() const;

 private:
  struct Closer {
    void operator()(std::FILE* file) const;
    void operator()(XXH3_state_s* state) const;
    void operator()(ZSTD_DCtx_s* context) const;
  };

  std::string_view read();

  std::string path_;
  std::unique_ptr<std::FILE, Closer> file_;
  std::unique_ptr<XXH3_state_s, Closer> hash_;
  std::unique_ptr<ZSTD_DCtx_s, Closer> decompression_;  // none for a plain file
  std::vector<char> raw_;
  std::vector<char> plain_;
  std::string_view unread_;   // bytes of raw_ that are not consumed yet
  bool frame_open_ = false;   // a compressed frame has begun and not ended
  bool output_full_ = false;  // the decompressor may hold output that did not fit
};

}  // namespace hogtie
