#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/data_source.h"
#include "core/data/decoder.h"

struct XXH3_state_s;

namespace hogtie {

/// The content of a file from its beginning to its end, decompressed if the file starts like one in
/// gzip, bzip2, xz or zstd format, and a digest of the bytes as they stand in the file. Memory use
/// does not depend on the size of the file, nor on any size it claims (but see Decoder).
class FileBytes {
 public:
  /// Opens the file; "-" is standard input. One that is `recorded` must be a regular file of that
  /// size and digest, which is checked before any of its content is returned. Throws InputError
  /// when it is not, or cannot be read.
  explicit FileBytes(const std::string& path,
                     const std::optional<RecordedData>& recorded = std::nullopt);

  /// The size and digest of a regular file. Throws InputError for another one.
  static RecordedData figures(const std::string& path);

  /// The next bytes of the content, valid until the next call; none at its end. Throws InputError
  /// when the file cannot be read or its compressed data are damaged.
  std::string_view next();

  /// XXH3-128 of the bytes read so far, as `xxhsum -H2` prints it, and their number; those of the
  /// file once next() has returned none.
  std::string digest() const;
  std::uint64_t size() const { return size_; }

  /// Whether the file can be read again: it is not a pipe or the like.
  bool regular() const { return regular_; }

 private:
  class Descriptor {
   public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

   private:
    int number_;
  };
  struct Freer {
    void operator()(XXH3_state_s* state) const;
  };

  FileBytes(std::string path, int descriptor);
  std::string_view read();
  void read_to_end();
  void check(const RecordedData& recorded);

  std::string path_;
  Descriptor file_;
  bool regular_ = false;
  std::uint64_t size_ = 0;
  std::unique_ptr<XXH3_state_s, Freer> hash_;
  std::unique_ptr<Decoder> decoder_;  // none for a plain file
  std::vector<char> raw_;
  std::vector<char> plain_;
  std::string_view unread_;   // bytes of raw_ that are not consumed yet
  bool output_full_ = false;  // the decoder may hold content that did not fit
};

}  // namespace hogtie
