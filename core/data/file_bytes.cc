#include "core/data/file_bytes.h"

#include <xxhash.h>
#include <zstd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <new>
#include <system_error>
#include <utility>

#include "core/error.h"

namespace hogtie {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;

[[noreturn]] void fail_to_read(const std::string& path, int error) {
  throw InputError("cannot read '" + path + "': " + std::generic_category().message(error) +
                   "; give the path of a readable file");
}

bool starts_like_zstd(std::string_view bytes) {
  if (bytes.size() < 4) return false;
  std::uint32_t magic = 0;  // little-endian, whatever this machine is
  for (std::size_t i = 4; i-- > 0;) magic = magic << 8 | static_cast<unsigned char>(bytes[i]);
  return magic == ZSTD_MAGICNUMBER ||
         (magic & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START;
}

}  // namespace

void FileBytes::Closer::operator()(std::FILE* file) const {
  std::fclose(file);
}
void FileBytes::Closer::operator()(XXH3_state_s* state) const {
  XXH3_freeState(state);
}
void FileBytes::Closer::operator()(ZSTD_DCtx_s* context) const {
  ZSTD_freeDCtx(context);
}

FileBytes::FileBytes(std::string path)
    : path_(std::move(path)),
      file_(std::fopen(path_.c_str(), "rb")),
      hash_(XXH3_createState()),
      raw_(kChunk) {
  if (!file_) fail_to_read(path_, errno);
  if (!hash_) throw std::bad_alloc();
  XXH3_128bits_reset(hash_.get());
  unread_ = read();
  if (starts_like_zstd(unread_)) {
    decompression_.reset(ZSTD_createDCtx());
    if (!decompression_) throw std::bad_alloc();
    plain_.resize(kChunk);
  }
}

std::string_view FileBytes::read() {
  const std::size_t count = std::fread(raw_.data(), 1, raw_.size(), file_.get());
  if (count < raw_.size() && std::ferror(file_.get())) fail_to_read(path_, errno);
  XXH3_128bits_update(hash_.get(), raw_.data(), count);
  return {raw_.data(), count};
}

std::string_view FileBytes::next() {
  if (!decompression_) {
    const std::string_view bytes = std::exchange(unread_, {});
    if (!bytes.empty()) return bytes;
    return read();
  }
  for (;;) {
    if (unread_.empty() && !output_full_) {
      unread_ = read();
      if (unread_.empty()) {
        if (!frame_open_) return {};
        throw InputError(path_ +
                         ": the zstd data end too early; the file is cut short, get it again");
      }
    }
    ZSTD_inBuffer in{unread_.data(), unread_.size(), 0};
    ZSTD_outBuffer out{plain_.data(), plain_.size(), 0};
    const std::size_t result = ZSTD_decompressStream(decompression_.get(), &out, &in);
    if (ZSTD_isError(result)) {
      throw InputError(path_ + ": damaged zstd data (" + ZSTD_getErrorName(result) +
                       "); get the file again");
    }
    unread_.remove_prefix(in.pos);
    frame_open_ = result != 0;
    output_full_ = frame_open_ && out.pos == out.size;
    if (out.pos > 0) return {plain_.data(), out.pos};
  }
}

std::string FileBytes::digest() const {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(hash_.get()));
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : canonical.digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace hogtie
